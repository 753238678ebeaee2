"""Which words name a State: members and observers of the United Nations, by the names that reports use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

__all__ = [
    "cities_of", "governed_from", "is_state", "lacks_united_states", "peoples_of", "sharing", "state_names", "state_of",
    "states_in", "states_of_region",
]  # fmt: skip

_STATES = """
Afghanistan|Albania|Algeria|Andorra|Angola|Antigua and Barbuda|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas
Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Brunei
Bulgaria|Burkina Faso|Burundi|Cabo Verde|Cape Verde|Cambodia|Cameroon|Canada|Central African Republic|Chad|Chile|China
Colombia|Comoros|Congo|Costa Rica|Côte d'Ivoire|Ivory Coast|Croatia|Cuba|Cyprus|Czechia|Czech Republic|Denmark
Djibouti|Dominica|Dominican Republic|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|Swaziland
Ethiopia|Fiji|Finland|France|Gabon|Gambia|Georgia|Germany|Ghana|Greece|Grenada|Guatemala|Guinea|Guinea-Bissau|Guyana
Haiti|Holy See|Honduras|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy|Jamaica|Japan|Jordan
Kazakhstan|Kenya|Kiribati|Kosovo|Kuwait|Kyrgyzstan|Lao|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein
Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|Marshall Islands|Mauritania|Mauritius|Mexico
Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|Burma|Namibia|Nauru|Nepal|Netherlands
New Zealand|Nicaragua|Niger|Nigeria|North Macedonia|Macedonia|Norway|Oman|Pakistan|Palau|Palestine|Panama
Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Korea|Romania|Russia|Russian Federation|Rwanda
Saint Kitts and Nevis|Saint Lucia|Saint Vincent and the Grenadines|Samoa|San Marino|Sao Tome and Principe|Saudi Arabia
Senegal|Serbia|Seychelles|Sierra Leone|Singapore|Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Sudan
Spain|Sri Lanka|Sudan|Suriname|Sweden|Switzerland|Syria|Syrian Arab Republic|Taiwan|Tajikistan|Tanzania|Thailand
Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|Türkiye|Turkmenistan|Tuvalu|Uganda|Ukraine
United Arab Emirates|United Kingdom|UK|Great Britain|Britain|England|United States|USA|US|Soviet Union|Yugoslavia
Czechoslovakia|Uruguay|Uzbekistan|Vanuatu|Venezuela|Viet Nam|Vietnam|Yemen|Zambia|Zimbabwe
"""
_PEOPLES = {
    "Congolese": "Congo", "Lebanese": "Lebanon", "Chinese": "China", "Japanese": "Japan", "Sudanese": "Sudan",
    "Iraqi": "Iraq", "Israeli": "Israel", "Pakistani": "Pakistan", "Yemeni": "Yemen", "Somali": "Somalia",
    "Afghan": "Afghanistan", "Cuban": "Cuba", "Mexican": "Mexico", "German": "Germany", "French": "France",
    "Swiss": "Switzerland", "Spanish": "Spain", "Portuguese": "Portugal", "Turkish": "Türkiye",
    "Swedish": "Sweden", "Danish": "Denmark", "Finnish": "Finland", "Polish": "Poland", "Irish": "Ireland",
    "Dutch": "Netherlands", "British": "United Kingdom", "Libyan": "Libya", "Kenyan": "Kenya", "Rwandan": "Rwanda",
    "Ugandan": "Uganda", "Moroccan": "Morocco", "Korean": "Korea", "Thai": "Thailand", "Greek": "Greece",
    "Czech": "Czechia", "Argentine": "Argentina", "Burkinabe": "Burkina Faso", "Cypriot": "Cyprus",
    "American": "United States",
    "Emirati": "United Arab Emirates", "Filipino": "Philippines", "Ghanaian": "Ghana", "Ivorian": "Côte d'Ivoire",
    "Kyrgyz": "Kyrgyzstan", "Nigerien": "Niger", "Norwegian": "Norway", "Peruvian": "Peru", "Saudi": "Saudi Arabia",
    "Togolese": "Togo", "Beninese": "Benin", "Senegalese": "Senegal", "Ukrainian": "Ukraine", "Chilean": "Chile",
    "Vietnamese": "Viet Nam", "Bahraini": "Bahrain", "Bangladeshi": "Bangladesh",
    "Belgian": "Belgium", "Bhutanese": "Bhutan", "Burmese": "Burma", "Canadian": "Canada", "Honduran": "Honduras",
    "Hungarian": "Hungary", "Icelandic": "Iceland", "Italian": "Italy", "Kuwaiti": "Kuwait", "Maldivian": "Maldives",
    "Maltese": "Malta", "Mozambican": "Mozambique", "Nepalese": "Nepal", "Omani": "Oman", "Panamanian": "Panama",
    "Paraguayan": "Paraguay", "Qatari": "Qatar", "Singaporean": "Singapore", "Slovak": "Slovakia",
    "Surinamese": "Suriname", "Tajik": "Tajikistan", "Turkmen": "Turkmenistan", "Uruguayan": "Uruguay",
    "Uzbek": "Uzbekistan", "Zimbabwean": "Zimbabwe", "Kosovar": "Kosovo",
}  # fmt: skip
"""Peoples that are not called after their State by a common ending, or for whom that one is the usual word."""
_CITIES = """
Afghanistan Kabul|Albania Tirana|Algeria Algiers|Angola Luanda|Armenia Yerevan|Australia Canberra|Austria Vienna
Azerbaijan Baku|Bahrain Manama|Bangladesh Dhaka|Belarus Minsk|Belgium Brussels|Benin Cotonou|Bhutan Thimphu
Botswana Gaborone|Brazil Brasilia|Bulgaria Sofia|Burundi Bujumbura|Cambodia Phnom|Cameroon Yaounde|Canada Ottawa
Canada Montreal|Chad N'Djamena|Chile Santiago|China Beijing|Colombia Bogota|Croatia Zagreb|Cuba Havana|Cyprus Nicosia
Czechia Prague|Denmark Copenhagen|Ecuador Quito|Egypt Cairo|Eritrea Asmara|Estonia Tallinn|Ethiopia Addis|Fiji Suva
Finland Helsinki|France Paris|Gabon Libreville|Gambia Banjul|Georgia Tbilisi|Germany Berlin|Germany Bonn|Ghana Accra
Greece Athens|Guinea Conakry|Guyana Georgetown|Honduras Tegucigalpa|Hungary Budapest|Iceland Reykjavik|India Delhi
Indonesia Jakarta|Iran Tehran|Iraq Baghdad|Ireland Dublin|Italy Rome|Italy Brindisi|Jamaica Kingston|Japan Tokyo
Jordan Amman|Kazakhstan Astana|Kenya Nairobi|Kyrgyzstan Bishkek|Laos Vientiane|Latvia Riga|Lebanon Beirut
Lesotho Maseru|Liberia Monrovia|Libya Tripoli|Lithuania Vilnius|Madagascar Antananarivo|Malawi Lilongwe
Malaysia Kuala|Mali Bamako|Malta Valletta|Mauritania Nouakchott|Moldova Chisinau|Mongolia Ulaanbaatar
Montenegro Podgorica|Morocco Rabat|Mozambique Maputo|Myanmar Yangon|Namibia Windhoek|Nepal Kathmandu
Netherlands Hague|Nicaragua Managua|Niger Niamey|Nigeria Abuja|Norway Oslo|Oman Muscat|Pakistan Islamabad
Paraguay Asuncion|Peru Lima|Philippines Manila|Poland Warsaw|Portugal Lisbon|Qatar Doha|Romania Bucharest|Russia Moscow
Rwanda Kigali|Samoa Apia|Senegal Dakar|Serbia Belgrade|Slovakia Bratislava|Slovenia Ljubljana|Somalia Mogadishu
Spain Madrid|Sudan Khartoum|Suriname Paramaribo|Sweden Stockholm|Switzerland Geneva|Switzerland Bern|Syria Damascus
Tajikistan Dushanbe|Thailand Bangkok|Togo Lome|Tunisia Tunis|Turkey Ankara|Turkey Istanbul|Türkiye Ankara
Türkiye Istanbul|Turkmenistan Ashgabat|Uganda Kampala|Ukraine Kyiv|Uruguay Montevideo|Uzbekistan Tashkent
Venezuela Caracas|Vietnam Hanoi|Yemen Sana'a|Zambia Lusaka|Zimbabwe Harare
"""
"""Capitals and seats of the United Nations in States of one word, each by one word."""
_GOVERNED = """
Bosnia and Herzegovina:Sarajevo|Burkina Faso:Ouagadougou|Cabo Verde:Praia|Central African Republic:Bangui
Democratic People's Republic of Korea:Pyongyang|Democratic Republic of the Congo:Kinshasa|European Union:Brussels
Kosovo:Pristina|New Zealand:Wellington|North Macedonia:Skopje|Republic of Korea:Seoul|Saudi Arabia:Riyadh
Sierra Leone:Freetown|South Africa:Pretoria|South Sudan:Juba|Sri Lanka:Colombo|Timor-Leste:Dili|United Kingdom:London
United States:Washington|Argentina:Buenos Aires|Cambodia:Phnom Penh|Costa Rica:San Jose|Ethiopia:Addis Ababa
Haiti:Port-au-Prince|India:New Delhi|Malaysia:Kuala Lumpur|Papua New Guinea:Port Moresby|United Arab Emirates:Abu Dhabi
"""
"""Capitals beside those of `_CITIES`: of States of several words, or of several words themselves."""
_REGIONS = {
    "Balkan": "Albania|Bosnia and Herzegovina|Bulgaria|Croatia|Kosovo|Montenegro|North Macedonia|Serbia|Slovenia",
    "Baltic": "Estonia|Latvia|Lithuania",
    "Nordic": "Denmark|Finland|Iceland|Norway|Sweden",
    "Scandinavia": "Denmark|Norway|Sweden",
}
_SPEAKERS = "European Union|African Union|African Group|Arab Group|Group of 77|Non-Aligned Movement|Caribbean Community"
"""Who speaks for many States at once and answers "which delegation"."""


_SHARING = {"Korea": ("Democratic People's Republic of Korea", "Republic of Korea")}


@cache
def state_names() -> tuple[str, ...]:
    """The names of States, each with its usual other ones."""
    return tuple(name for line in _STATES.split("\n") for name in line.split("|") if name)


@cache
def _made() -> dict[str, str]:
    """Each word for a people that could be made of the name of a State, and that name.

    None for continents: the African Group is not in South Africa.
    """
    named = sorted((s for s in state_names() if " " not in s), key=lambda s: not s.endswith("a"))
    made: dict[str, str] = {}
    for name in named:  # those in "-a" first: a Nigerian is of Nigeria, not of Niger
        endings = ("n",) if name.endswith("a") else ("ian", "an", "i", "ese")
        for people in (*(name + ending for ending in endings), f"{name[:-1]}ian"):
            made.setdefault(people, name)
    return {people: name for people, name in made.items() if people not in named}


@cache
def _pattern() -> re.Pattern[str]:
    """Made when the first question asks for a State, not at start-up."""
    names = {*state_names(), *_PEOPLES, *_made(), *_SPEAKERS.split("|")}
    longest_first = "|".join(re.escape(name).replace("'", "['\u2019]") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{longest_first})s?\b(?!\$)")


def sharing(name: str) -> tuple[str, ...]:
    """The States that may be meant by a name which each of them has a part of, and none alone.

    >>> sharing("Korea"), sharing("Mali")
    (("Democratic People's Republic of Korea", 'Republic of Korea'), ())
    """
    return _SHARING.get(name, ())


def is_state(name: str) -> bool:
    """Whether a State is called so."""
    return name in state_names()


def lacks_united_states(asked: str, text: str) -> bool:
    """Whether `asked` names the United States and `text` only their words, which every report has.

    >>> lacks_united_states("Did the United States object?", "A State asked the United Nations")
    True
    >>> lacks_united_states("Did the United States object?", "The American delegation objected")
    False
    """
    named = re.search(r"\bUnited States\b|\bUSA\b", asked)
    return bool(named) and not re.search(r"\bUnited States\b|\bAmericans?\b|\bUSA?\b(?!\$)|\bU\.S\.", text)


def state_of(people: str) -> str | None:
    """The State of a word for its people or for what belongs to it, one or several of them.

    >>> state_of("Rwandans"), state_of("Nigerian"), state_of("Dutch"), state_of("African")
    ('Rwanda', 'Nigeria', 'Netherlands', None)
    """
    found = (peoples.get(word) for word in (people, people.removesuffix("s")) for peoples in (_PEOPLES, _made()))
    return next(filter(None, found), None)


def peoples_of(state: str) -> tuple[str, ...]:
    """What is mostly said for "of" a State of one word; nothing for other words.

    >>> peoples_of("Brazil"), peoples_of("Palestine"), peoples_of("Haiti"), peoples_of("Swiss")
    (('Brazilian',), ('Palestinian',), ('Haitian',), ())
    """
    if state not in state_names():
        return ()
    listed = tuple(people for people, of in _PEOPLES.items() if of == state)
    regular = {"a": f"{state}n", "i": f"{state}an", "e": f"{state[:-1]}ian"}
    return listed or (regular.get(state[-1], f"{state}ian"),)


@cache
def _cities() -> dict[str, list[str]]:
    """The cities of each State that `_CITIES` lists."""
    cities: dict[str, list[str]] = {}
    for pair in _CITIES.strip().replace("\n", "|").split("|"):
        state, city = pair.split()
        cities.setdefault(state, []).append(city)
    return cities


def cities_of(state: str) -> Sequence[str]:
    """The capital of a State of one word and cities with a seat of the United Nations; nothing for other words.

    >>> cities_of("Kenya"), cities_of("Germany"), cities_of("Nairobi")
    (['Nairobi'], ['Berlin', 'Bonn'], ())
    """
    return _cities().get(state, ())


@cache
def governed_from() -> dict[str, tuple[str, ...]]:
    """The States, or the Union, whose capital is meant where a government is called by its city, by that city.

    >>> governed_from()["Moscow"], governed_from()["Brussels"]
    (('Russia',), ('Belgium', 'European Union'))
    """
    pairs = [(state, city) for state, cities in _cities().items() for city in cities]
    for pair in _GOVERNED.strip().replace("\n", "|").split("|"):
        state, city = pair.split(":")
        pairs.append((state, city))
    return {city: tuple(state for state, of in pairs if of == city) for _, city in pairs}


def states_of_region(word: str) -> Sequence[str]:
    """The States of a region that one word names, that for its people too; nothing for other words.

    >>> states_of_region("Baltic"), states_of_region("Balkans")[:2], states_of_region("Pacific")
    (['Estonia', 'Latvia', 'Lithuania'], ['Albania', 'Bosnia and Herzegovina'], [])
    """
    region = next((r for r in _REGIONS if word.startswith(r)), None)
    return _REGIONS[region].split("|") if region else []


def states_in(text: str) -> set[str]:
    """The words with which a text names States, their peoples, or groups of States that speak as one."""
    return {m.group() for m in _pattern().finditer(text)}
