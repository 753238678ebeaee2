"""Short forms that everybody knows who reads reports, and the several names of one body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from assistant.report import Abbreviation
from assistant.text import plain_letters, terms

__all__ = ["names_of_bodies", "other_names", "short_forms", "short_forms_of_bodies", "spelled_out"]

# Names that reports use for the same body without defining them: the United Nations family first, then States whose
# formal name does not simply add "Republic of" or "Kingdom of".
_BODIES = """
UNDP|United Nations Development Programme
UNFPA|United Nations Population Fund
UNOPS|United Nations Office for Project Services
UNICEF|United Nations Children's Fund
UN-Women|UN Women|United Nations Entity for Gender Equality and the Empowerment of Women
UNCDF|United Nations Capital Development Fund
UNV|United Nations Volunteers|United Nations Volunteers programme
UNAIDS|Joint United Nations Programme on HIV/AIDS
UNHCR|Office of the United Nations High Commissioner for Refugees|United Nations High Commissioner for Refugees
OHCHR|Office of the United Nations High Commissioner for Human Rights
UNEP|United Nations Environment Programme
UNESCO|United Nations Educational, Scientific and Cultural Organization
UNODC|United Nations Office on Drugs and Crime
UNCTAD|United Nations Conference on Trade and Development
UNRISD|United Nations Research Institute for Social Development
UNITAR|United Nations Institute for Training and Research
UNIDO|United Nations Industrial Development Organization
UNRWA|United Nations Relief and Works Agency for Palestine Refugees in the Near East
UN-Habitat|United Nations Human Settlements Programme
UN/DESA|UN DESA|DESA|United Nations Department of Economic and Social Affairs|Department of Economic and Social Affairs
ILO|International Labour Organization|International Labour Office
IOM|International Organization for Migration
WHO|World Health Organization
WFP|World Food Programme
FAO|Food and Agriculture Organization of the United Nations|Food and Agriculture Organization
WMO|World Meteorological Organization
IMF|International Monetary Fund
WTO|World Trade Organization
ITU|International Telecommunication Union
IFAD|International Fund for Agricultural Development
ECA|Economic Commission for Africa|United Nations Economic Commission for Africa
ECE|UNECE|Economic Commission for Europe|United Nations Economic Commission for Europe
ECLAC|Economic Commission for Latin America and the Caribbean
ESCAP|Economic and Social Commission for Asia and the Pacific
ESCWA|Economic and Social Commission for Western Asia
OECD|Organization for Economic Cooperation and Development|Organisation for Economic Co-operation and Development
JIU|Joint Inspection Unit
ACABQ|Advisory Committee on Administrative and Budgetary Questions|Advisory Committee
CPC|Committee for Programme and Coordination
CAR|Central African Republic
CFS|Committee on World Food Security
HLPF|high-level political forum on sustainable development|high-level political forum
IRMCT|International Residual Mechanism for Criminal Tribunals
CEB|United Nations System Chief Executives Board for Coordination
CSW|Commission on the Status of Women
CSocD|Commission for Social Development
CPD|Commission on Population and Development
CED|Committee on Enforced Disappearances
C-34|C34|Special Committee on Peacekeeping Operations
HLCP|High-level Committee on Programmes
HLCM|High-level Committee on Management
UNGEGN|United Nations Group of Experts on Geographical Names
CEDAW|Committee on the Elimination of Discrimination against Women
CERD|Committee on the Elimination of Racial Discrimination
CRPD|Committee on the Rights of Persons with Disabilities
CCPCJ|Commission on Crime Prevention and Criminal Justice
CND|Commission on Narcotic Drugs
CSTD|Commission on Science and Technology for Development
COPUOS|Committee on the Peaceful Uses of Outer Space
UNCITRAL|United Nations Commission on International Trade Law
EMRIP|Expert Mechanism on the Rights of Indigenous Peoples
UNFF|United Nations Forum on Forests
ECOSOC|Economic and Social Council
ICSC|International Civil Service Commission
OIOS|Office of Internal Oversight Services
UNFCCC|United Nations Framework Convention on Climate Change|Framework Convention on Climate Change
EAC|East African Community
ECOWAS|Economic Community of West African States
ICC|International Criminal Court
ICJ|International Court of Justice
NATO|North Atlantic Treaty Organization
RSF|Rapid Support Forces
SADC|Southern African Development Community
ASEAN|Association of Southeast Asian Nations
CARICOM|Caribbean Community
GCF|Green Climate Fund
GEF|Global Environment Facility
IAEA|International Atomic Energy Agency
ICRC|International Committee of the Red Cross
IGAD|Intergovernmental Authority on Development
IPCC|Intergovernmental Panel on Climate Change
IPU|Inter-Parliamentary Union
MINUSCA|United Nations Multidimensional Integrated Stabilization Mission in the Central African Republic
MONUSCO|United Nations Organization Stabilization Mission in the Democratic Republic of the Congo
OAS|Organization of American States
OCHA|Office for the Coordination of Humanitarian Affairs
OIC|Organization of Islamic Cooperation
OPCW|Organisation for the Prohibition of Chemical Weapons
OSCE|Organization for Security and Cooperation in Europe
BINUH|United Nations Integrated Office in Haiti
UNMIK|United Nations Interim Administration Mission in Kosovo
UNOCT|Office of Counter-Terrorism|United Nations Office of Counter-Terrorism
UNAMA|United Nations Assistance Mission in Afghanistan
UNAMI|United Nations Assistance Mission for Iraq
UNFICYP|United Nations Peacekeeping Force in Cyprus
UNIFIL|United Nations Interim Force in Lebanon
UNISFA|United Nations Interim Security Force for Abyei
UNMAS|United Nations Mine Action Service
UNMISS|United Nations Mission in South Sudan
UNSDG|United Nations Sustainable Development Group
UNSMIL|United Nations Support Mission in Libya
WIPO|World Intellectual Property Organization
UN|United Nations
EU|European Union
AU|African Union
World Bank
United Kingdom|UK|United Kingdom of Great Britain and Northern Ireland|Great Britain|Britain
United States|USA|US|United States of America
Russian Federation|Russia
Iran|Islamic Republic of Iran|Iran (Islamic Republic of)
Venezuela|Bolivarian Republic of Venezuela|Venezuela (Bolivarian Republic of)
Bolivia|Plurinational State of Bolivia|Bolivia (Plurinational State of)
Syria|Syrian Arab Republic
Tanzania|United Republic of Tanzania
Viet Nam|Vietnam
Lao People's Democratic Republic|Laos
Moldova|Republic of Moldova
Netherlands|Kingdom of the Netherlands|Netherlands (Kingdom of the)
Republic of Korea|South Korea
Democratic People's Republic of Korea|North Korea|DPRK
Democratic Republic of the Congo|DRC
Congo|Republic of the Congo|Republic of Congo
Czechia|Czech Republic
Türkiye|Turkey
Côte d'Ivoire|Ivory Coast
Holy See|Vatican
"""
# Other names that people use for what reports call by one of them.
_SAME = """
International Court of Justice|World Court
Red Cross|ICRC|International Committee of the Red Cross
United Nations Headquarters|New York
ISIL|ISIS|Daesh|Da'esh|Islamic State|Islamic State in Iraq and the Levant
"""
# What else is written short: organs that stand on most covers, instruments, goals and notions.
_OTHERS = """
AI|artificial intelligence
CEDAW|Convention on the Elimination of All Forms of Discrimination against Women
COP|Conference of the Parties
CRC|Convention on the Rights of the Child
CPI|consumer price index
CRPD|Convention on the Rights of Persons with Disabilities
CTBT|Comprehensive Nuclear-Test-Ban Treaty
DAC|Development Assistance Committee
DDR|disarmament, demobilization and reintegration
DRR|disaster risk reduction
FDI|foreign direct investment
GA|General Assembly
UNGA|General Assembly
GBV|gender-based violence
GDP|gross domestic product
GRULAC|Latin American and Caribbean Group|Group of Latin American and Caribbean States
HRC|Human Rights Council
ICT|information and communications technology
IDP|internally displaced persons
LDC|least developed countries
LLDC|landlocked developing countries
MDG|Millennium Development Goals
MP|members of parliament
NDC|nationally determined contributions
NEPAD|New Partnership for Africa's Development
NGO|non-governmental organizations
NPT|Treaty on the Non-Proliferation of Nuclear Weapons
ODA|official development assistance
PBC|Peacebuilding Commission
QCPR|quadrennial comprehensive policy review
SCP|sustainable consumption and production
SDG|Sustainable Development Goals
SEA|sexual exploitation and abuse
SG|Secretary-General
SIDS|small island developing States
SRSG|Special Representative of the Secretary-General
UNEA|United Nations Environment Assembly
UNSC|Security Council
UPR|universal periodic review
WHA|World Health Assembly
"""


_SHORT = re.compile(r"[A-Z]\w*[A-Z]")


def names_of_bodies() -> list[list[str]]:
    """The names of each body, the one that it is known by first."""
    return _names(_BODIES)


@cache
def short_forms_of_bodies() -> tuple[Abbreviation, ...]:
    """The short forms of bodies, with each long form."""
    return _forms(_BODIES)


@cache
def short_forms() -> tuple[Abbreviation, ...]:
    """Short forms that everybody knows, with each long form."""
    return (*short_forms_of_bodies(), *_forms(_OTHERS))


def spelled_out(short: str, texts: Sequence[str]) -> str | None:
    """The words in `texts` of which `short` is the initials, small words between them aside; None if there are none.

    They have capitals, or stand in three texts: "SHP" may be the "strategic heritage plan".

    >>> spelled_out("RS", ["It was held in Republika Srpska."]), spelled_out("DAC", ["members of the Development "
    ... "Assistance Committee", "a dozen"]), spelled_out("JNIM", ["by Jama\u2018a Nusrat ul-Islam wa al-Muslimin"])
    ('Republika Srpska', 'Development Assistance Committee', 'Jama\u2018a Nusrat ul-Islam wa al-Muslimin')
    """
    words = _BETWEEN.join(rf"{letter}[\w'\u2018\u2019]+" for letter in short)
    pattern = rf"(?<![\w-]){words}(?![\w-])"
    with_capitals = next((m.group() for text in texts if (m := re.search(pattern, text))), None)
    if with_capitals or len(short) < _LETTERS:
        return with_capitals
    anyhow = re.compile(pattern, re.IGNORECASE)
    small = Counter(phrase for text in texts for phrase in {w.casefold() for w in anyhow.findall(text)})
    return next((phrase for phrase, count in small.most_common(1) if count >= _OFTEN), None)


_LETTERS, _OFTEN = 3, 3
"""How many letters initials of small words must have, and in how many of the texts the words must stand."""
_BETWEEN = r"[ -](?:(?:[a-z]{1,3}|against|with|from)[ -]){0,2}"


@cache
def other_names() -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
    """Each name of a body or a State in words, and the stems of its other names but those that are part of another's.

    In plain letters. "Republic of Korea" is part of another's, as "Congo" is: who asks about the one is not answered by
    the other.
    """
    lines = [[(name, tuple(terms(name))) for name in names] for names in (*names_of_bodies(), *_names(_SAME))]

    def is_alone(stems: tuple[str, ...], line: int) -> bool:
        return not any(set(stems) < set(other) for i, named in enumerate(lines) if i != line for _, other in named)

    return tuple(
        (plain_letters(name), tuple(stems for other, stems in named if other != name and is_alone(stems, i)))
        for i, named in enumerate(lines)
        for name, _ in named
        if not _SHORT.fullmatch(name)
    )


def _names(listed: str) -> list[list[str]]:
    return [line.split("|") for line in listed.strip().splitlines()]


def _forms(listed: str) -> tuple[Abbreviation, ...]:
    return tuple(
        Abbreviation(short, long)
        for names in _names(listed)
        for short in names
        for long in names
        if _SHORT.fullmatch(short) and re.search(r"[ -]", long)
    )
