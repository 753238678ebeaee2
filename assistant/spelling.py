"""One word written in two ways: British and American spelling, and letters of other scripts that look like Latin."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["american", "latin"]

_OUR = (
    "arm|behavi|cand|clam|col|demean|endeav|fav|ferv|flav|harb|hon|hum|lab|neighb|od|parl|rig|rum|sav|splend|tum|val|vap"
    "|vig"
)
_L = "cancel|channel|counsel|enrol|fuel|fulfil|label|level|model|panel|signal|total|travel|tunnel"
_RE = "cent|calib|fib|theat|(?:milli)?lit|(?:centi|kilo|milli)?met"
# "Appraise", "precise", "advertise" and "revise" are written so everywhere: another letter would part them from
# "appraisal", "precision", "advertisement" and "revision".
_NOT_S = r"(?<![aeou])(?<![^aiu]c)(?<!ert|nch)(?<!(?<!ti)v)"
_RULES = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"(?<=\w\w\w){_NOT_S}is(?=(?:e[drs]?|ers|edly|ing(?:s|ly)?|ation(?:s|al|ally)?)$)", "iz"),
        (r"(?<=\wal)ys(?=(?:e[drs]?|ers|ing)$)", "yz"),
        (rf"^(?P<root>(?:dis|mis)?(?:{_OUR}))our", r"\g<root>or"),
        (rf"^(?P<root>{_RE})re(?=s?$)", r"\g<root>er"),
        (r"^centr(?=ed$|ing$)", "center"),
        (r"^programme(?=s?$)", "program"),
        (r"^(?P<root>def|off|lic|pret)ence(?=s?$)", r"\g<root>ense"),
        (r"^(?P<root>analog|catalog|dialog)ue(?=s?$)", r"\g<root>"),
        (r"^(?P<root>acknowledg|judg)ement", r"\g<root>ment"),
        (rf"^(?P<root>{_L})l(?=(?:|s|e[drs]|ers|ing|ors?|ists?|ments?)$)", r"\g<root>"),
    )
)


def american(word: str) -> str:
    """A lower-case word in American spelling.

    >>> american("organised"), american("labourers"), american("programmes"), american("centre"), american("revise")
    ('organized', 'laborers', 'programs', 'center', 'revise')
    """
    for pattern, instead in _RULES:
        word = pattern.sub(instead, word)
    return word


_ALIKE = dict(
    zip(
        "\u0410\u0412\u0415\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0405\u0421\u0422\u0423\u0425"
        "\u0430\u0435\u0456\u0458\u043e\u0440\u0455\u0441\u0443\u0445"
        "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf",
        "ABEIJKMHOPSCTYXaeijopscyxABEZHIKMNOPTYXo",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look the same as a Latin one."""
_LATIN = "A-Za-z\u00c0-\u024f"
_OTHER = "\u0370-\u04ff"
_MIXED = re.compile(rf"[{_LATIN}]*(?:[{_LATIN}][{_OTHER}]|[{_OTHER}][{_LATIN}])[{_LATIN}{_OTHER}]*")


def latin(text: str) -> str:
    """`text` with the letters of other scripts, that look Latin in words mostly Latin, as what they look like.

    Who types a name has one keyboard, who wrote the report may have had another.

    >>> latin("Vet\u0451vendosje") == "Vet\u00ebvendosje", latin("\u041cosk\u0432\u0430"), latin("\u03bcm")
    (True, '\u041cosk\u0432\u0430', '\u03bcm')
    """
    return text if text.isascii() else _MIXED.sub(_as_latin, text)


def _as_latin(word: re.Match[str]) -> str:
    plain = unicodedata.normalize("NFD", word.group())
    others = [c for c in plain if "\u0370" <= c <= "\u04ff"]
    if not _ALIKE.keys() >= set(others) or 2 * len(others) >= len(word.group()):
        return word.group()
    return unicodedata.normalize("NFC", "".join(_ALIKE.get(c, c) for c in plain))
