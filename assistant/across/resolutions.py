"""The paragraphs of a resolution: they begin with their verb, whose subject is the body that adopts it."""

from __future__ import annotations

import re

__all__ = ["OPENS", "obliged", "opens"]

_MARK = r"(?:\(?\w{1,4}[.)] )?"
_ADVERB = r"(?:(?:[Aa]lso|[Ff]urther|[Aa]gain|[Ss]trongly|[Oo]nce again|[Ff]urthermore|[Uu]rgently) )?"
OPENS = rf"^{_MARK}{_ADVERB}"
"""What may stand before the verb of such a paragraph: its number and an adverb."""
_VERBS = (
    r"(?:acknowledges|adopts|affirms|agrees|appeals to|approves|authori[sz]es|calls (?:up)?on|calls for|commends"
    r"|condemns|decides|declares|demands|deplores|determines|directs|emphasi[sz]es|encourages|endorses|expresses"
    r"|instructs|invites|notes|reaffirms|recalls|recogni[sz]es|recommends|reiterates|requests|resolves|stresses"
    r"|takes note|underlines|urges|welcomes)"
)
_OPENING = re.compile(rf"{OPENS}(?i:{_VERBS})\b")
_OBLIGED = re.compile(
    rf"{OPENS}(?i:decides) that (?P<whom>(?:the |all )?[\w’'/&.-]+(?: [\w’'/&.-]+){0,8}?) shall "
    r"(?!(?:be|have|consist|remain|not be|come|begin|end|expire|take place)\b)"
)
_DEMANDED = re.compile(
    rf"{OPENS}(?i:demands) that (?P<whom>(?:the |all )?"
    r"(?:(?:[A-Z][\w’'-]*(?: (?:(?:of|for|and) (?:the )?)?[A-Z][\w’'-]*)*)"
    r"|(?:other )?(?:[\w-]+ )?(?:parties|States|[Gg]overnments|countries|groups|actors)))(?= )"
)


def opens(sentence: str) -> bool:
    """Whether a sentence begins as the paragraphs of a resolution do: "Also requests", "2. Decides".

    >>> opens("Also requests UNDP to report;"), opens("Requests are rising."), opens("Request for tenders")
    (True, True, False)
    """
    return _OPENING.match(sentence) is not None


def obliged(sentence: str) -> str | None:
    """Whom a paragraph obliges: "Decides that the parties shall withdraw", "Demands that all parties allow"."""
    found = _OBLIGED.match(sentence) or _DEMANDED.match(sentence)
    return found["whom"] if found else None
