"""One organisation under its several names: short and long forms, with and without "the", formal names of States."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from assistant.report import Abbreviation

__all__ = ["FIRST_OFFICES", "HEAD_OF", "PEOPLES", "RANKS", "Organisations", "headed_by", "plain_name", "short_forms"]

RANKS = ("deputy", "vice", "assistant", "associate", "acting", "former", "under")
"""Before an office they make it another: the Deputy Executive Director is not the Executive Director."""
FIRST_OFFICES = (
    "Executive Director", "Director-General", "Secretary-General", "Administrator", "Executive Secretary",
    "High Commissioner", "Commissioner-General", "President", "Chair", "Director", "Head", "Chief",
)  # fmt: skip
"""What reports call whoever is at the head of an organisation or of a part of one."""
HEAD_OF = re.compile(
    r"\b(?:the )?(?P<head>head|chief|leader|boss) of (?:the )?"
    r"(?=(?!(?:Staff|State|Government|Delegation|Mission)s?\b)[A-Z])"
)
"""How a question asks for that office without knowing its name."""

# Names that reports use for the same body without defining them: the United Nations family first, then States whose
# formal name does not simply add "Republic of" or "Kingdom of".
_KNOWN = """
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
QCPR|quadrennial comprehensive policy review
CEB|United Nations System Chief Executives Board for Coordination
CSW|Commission on the Status of Women
CSocD|Commission for Social Development
ECOSOC|Economic and Social Council
ICSC|International Civil Service Commission
OIOS|Office of Internal Oversight Services
UNFCCC|United Nations Framework Convention on Climate Change|Framework Convention on Climate Change
UN|United Nations
EU|European Union
AU|African Union
World Bank
United Kingdom|UK|United Kingdom of Great Britain and Northern Ireland|Great Britain
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
PEOPLES = {
    "Congolese": "Congo", "Lebanese": "Lebanon", "Chinese": "China", "Japanese": "Japan", "Sudanese": "Sudan",
    "Iraqi": "Iraq", "Israeli": "Israel", "Pakistani": "Pakistan", "Yemeni": "Yemen", "Somali": "Somalia",
    "Afghan": "Afghanistan", "Cuban": "Cuba", "Mexican": "Mexico", "German": "Germany", "French": "France",
    "Swiss": "Switzerland", "Spanish": "Spain", "Portuguese": "Portugal", "Turkish": "T\u00fcrkiye",
    "Swedish": "Sweden", "Danish": "Denmark", "Finnish": "Finland", "Polish": "Poland", "Irish": "Ireland",
    "Dutch": "Netherlands",
    "British": "United Kingdom", "Libyan": "Libya", "Kenyan": "Kenya", "Rwandan": "Rwanda", "Ugandan": "Uganda",
    "Moroccan": "Morocco", "Korean": "Korea", "Thai": "Thailand", "Greek": "Greece", "Czech": "Czechia",
}  # fmt: skip
"""What belongs to a State, where its name does not simply lose an "-ian"."""
_SMALL = frozenset("a an and de des du for la le of on the to".split())
_NAME = r"[A-Z][\w-]*(?: (?:(?:of|on|for|and|the) )*[A-Z][\w-]*)*"
_OFFICE = r"(?P<office>(?:[A-Z][\w-]* ){0,3}[A-Z][\w-]*)"
_HEADED = (
    re.compile(rf"\b(?i:the) (?P<body>UN-Women|[A-Z]{{2,}}[A-Za-z-]*) {_OFFICE}"),
    re.compile(rf"\b(?i:the) {_OFFICE} (?i:of) (?:(?i:the) )?(?P<body>{_NAME})"),
)
_ALIKE = 0.72
"""What difflib calls close: `Wolrd Bank` and `World Bank` are .9, `UNDP` and `UNOPS` .67."""


def plain_name(name: str) -> str:
    """A name in the form in which names are compared.

    >>> plain_name("The World  Bank"), plain_name("UN-Women"), plain_name("Côte d'Ivoire")
    ('world bank', 'un women', "cote d'ivoire")
    """
    text = unicodedata.normalize("NFKD", name).replace("\u2019", "'")
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = re.sub(r"[^\w'()]+", " ", text).strip()
    return re.sub(r"^the ", "", text)


@cache
def short_forms() -> tuple[Abbreviation, ...]:
    """Short forms that everybody knows, with each long form."""
    named = (line.split("|") for line in _KNOWN.strip().splitlines())
    return tuple(
        Abbreviation(short, long)
        for names in named
        for short in names
        for long in names
        if re.fullmatch(r"[A-Z]{2,}", short) and " " in long
    )


def headed_by(office: str, heading: str) -> str | None:
    """The organisation whose `office` a session's heading names, if it names just one.

    >>> headed_by("Executive Director", "Statement by the UNFPA Executive Director")
    'UNFPA'
    >>> headed_by("Chair", "Address by the Chair of the Committee on Contributions")
    'Committee on Contributions'
    """
    named = [match for pattern in _HEADED for match in pattern.finditer(heading)]
    bodies = {match["body"] for match in named if match["office"].casefold() == office.casefold()}
    return bodies.pop() if len(bodies) == 1 else None


class Organisations:
    """Knows which names mean the same organisation, from the reports' own abbreviations and common knowledge."""

    def __init__(self, abbreviations: Iterable[Abbreviation] = ()) -> None:
        self._one: dict[str, str] = {}
        for line in _KNOWN.strip().splitlines():
            names = line.split("|")
            self._one.update({plain_name(n): plain_name(names[0]) for n in names})
        for a in abbreviations:
            # A report may define its own "ECA"; what is known from elsewhere is not turned into something else by it.
            if _fits(a.short, a.long):
                short, long = plain_name(a.short), plain_name(a.long)
                first = self._one.get(short) or self._one.get(long) or short
                self._one.setdefault(short, first)
                self._one.setdefault(long, first)

    def key(self, name: str) -> str:
        """One string for all names of one organisation."""
        plain = plain_name(name)
        if found := self._one.get(plain):
            return found
        bare = re.sub(r"\s*\([^)]*\)$", "", plain)
        return self._one.get(bare, bare or plain)

    def same(self, name: str, other: str) -> bool:
        """Whether two names mean one organisation."""
        return self.key(name) == self.key(other)

    def members(self, name: str) -> frozenset[str]:
        """The keys of the organisations that a name joins: "UNDP and UNFPA" are two, "Trade and Development" is one."""
        whole = self.key(name)
        parts = [p for p in re.split(r", and |, | and |/", name) if p.strip()]
        if len(parts) > 1 and whole == plain_name(name) and all(plain_name(p) in self._one for p in parts):
            return frozenset(self.key(p) for p in parts)
        return frozenset({whole})

    def nearest(self, name: str, known: Iterable[str], most: int = 3) -> list[str]:
        """Of `known` names those that look like `name`."""
        by_plain = {plain_name(k): k for k in known}
        wanted = plain_name(name)
        close = difflib.get_close_matches(wanted, by_plain, n=most, cutoff=_ALIKE)
        within = [p for p in by_plain if wanted and re.search(rf"\b{re.escape(wanted)}\b", p) and p not in close]
        return [by_plain[p] for p in [*close, *within][:most]]


def _fits(short: str, long: str) -> bool:
    """Whether a short form can stand for a long one: its letters are initials of the long form's words, in order."""
    letters = re.sub(r"[^a-z]", "", plain_name(short))
    initials = "".join(w[0] for w in plain_name(long).split() if w not in _SMALL)
    every = "".join(w[0] for w in plain_name(long).split())
    return len(letters) > 1 and (letters in (initials, every))
