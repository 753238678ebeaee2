"""British and American spelling as one: a word as American English has it, whichever of them is typed or printed."""

from __future__ import annotations

import re

__all__ = ["american"]

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
