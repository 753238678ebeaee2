"""Which words name a State: members and observers of the United Nations, by the names that reports use."""

from __future__ import annotations

import re
from functools import cache

from assistant.organisations import PEOPLES

__all__ = ["peoples_of", "states_in"]

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
_PEOPLES = "American|Argentine|Emirati|Filipino|Ghanaian|Kyrgyz|Norwegian|Peruvian|Saudi"
_ENDINGS = ((0, "n"), (0, "ian"), (0, "an"), (0, "i"), (0, "ese"), (1, "ian"), (1, "an"), (1, "ese"), (1, "i"))
"""How a people is called after its State: letters off, letters on."""
_SPEAKERS = "European Union|African Union|African Group|Arab Group|Group of 77|Non-Aligned Movement|Caribbean Community"
"""Who speaks for many States at once and answers "which delegation"."""


@cache
def _states() -> tuple[str, ...]:
    return tuple(name for line in _STATES.split("\n") for name in line.split("|") if name)


@cache
def _pattern() -> re.Pattern[str]:
    """Made when the first question asks for a State, not at start-up."""
    states = _states()
    made = {s[: len(s) - off] + on for s in states if " " not in s for off, on in _ENDINGS}
    names = {*states, *PEOPLES, *_PEOPLES.split("|"), *made, *_SPEAKERS.split("|")}
    longest_first = "|".join(re.escape(name).replace("'", "['\u2019]") for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"\b(?:{longest_first})s?\b")


@cache
def peoples_of(state: str) -> tuple[str, ...]:
    """What may be said for "of" a State of one word: Brazilian of Brazil, Swiss of Switzerland; nothing for others."""
    if state not in _states():
        return ()
    return (f"{state}n" if state.endswith("a") else f"{state}ian", *(p for p, of in PEOPLES.items() if of == state))


def states_in(text: str) -> set[str]:
    """The words with which a text names States, their peoples, or groups of States that speak as one."""
    return {m.group() for m in _pattern().finditer(text)}
