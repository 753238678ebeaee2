"""Promises: that somebody commits themselves, what an institution says it will do, and whose promise it is."""

from __future__ import annotations

import re

from assistant.across.deadlines import due_in

__all__ = ["promise_in", "promiser", "subject_of"]

_COMMIT = re.compile(
    r"\b(?:committ(?:ed|ing) to|commits to|undertook to|undertakes to|pledg(?:ed|es|ing) (?:to|that)"
    r"|promis(?:ed|es) (?:to|that)"
    r"|(?<!be )(?<!been )(?<!was )(?<!were )(?<!had )(?<!reportedly )(?<![^\w,] )agreed to "
    r"(?!the\b|an?\b|th(?:is|at|ese|ose)\b|its\b|their\b|by\b|in\b|at\b"
    r"|on\b|and\b|re(?:affirm|iterat))(?=[a-z])"
    r"|announced (?:a |its |their )?(?:commitment|pledge|contribution)|assured (?:the|that|delegations|Member))"
    # What a resolution reaffirms without a subject ("Reaffirming its commitment to the unity of") is an attitude.
    r"|(?<=\S )(?:reaffirm|reiterat|confirm|renew|underlin|express)\w* (?:the |its |their |his |her )?(?:\w+ )?"
    r"commitment\b|(?<=\S )reaffirm\w* (?:the )?commitment of\b"
)
_ATTITUDE = re.compile(r"(?:reaffirm|reiterat|confirm|renew|underlin|express)")
# "Would" reports a promise only with a verb of delivering and an institution before it.
_WILL = re.compile(
    r"(?:^|[,;:] |\bthat |\band )(?P<who>(?:[Tt]he )?(?:Secretariat|Bureau|Administrator|Board|Office|organization"
    r"|Executive Director|President|(?!(?:Th(?:is|at|ese|ose|ey)|It|H?[Ee]|She|I|We|You)\b)[A-Z][\w-]*"
    r"(?: (?:of (?:the )?|for |and )?[A-Z][\w-]*){0,5}))\s+(?:would|will|shall)\s+"
    r"(?:also |then |now |continue to )?"
    r"(?P<what>report|provide|submit|deliver|present|share|publish|launch|organi[sz]e|prepare|inform|update|convene"
    r"|circulate|transmit|keep|advocate|ensure|contribute|train|fund|finance|pay|release|extend|build|send|issue"
    r"|appoint|recruit|host)\b"
)
# What is only said to be coming is a promise where it is said by when.
_WILL_BE = re.compile(
    r"\b(?:would|will)\s+(?:also |then |now )?be (?:published|released|submitted|circulated|completed|presented|issued"
    r"|delivered|provided|shared|finali[sz]ed|launched|distributed)\b"
)
_NAME = (
    r"(?!(?:Th(?:is|at|ese|ose|ey)|It|He|She|I|We|You|Both|All|Many|Some|Several|Others|Most|Each|Another|One|Who|Article)\b)"
    r"[A-Z][\w’'().-]*(?: (?:(?:of|for|on|and) (?:the )?)?[A-Z][\w’'().-]*){0,8}"
)
_ADVERBS = r"(?: (?:also|further|has|had|have|is|are|was|were|then|therefore|\w+ly))*"
_TOLD = re.compile(r"\b(?:\w+(?:ed|s)|said|told|made) (?:[\w’'-]+ ){0,3}?that (?:the )?$")
_RIGHT_BEFORE = re.compile(rf"(?:^|[:;,] |\bthat )(?:[Tt]he )?(?P<who>{_NAME}){_ADVERBS} $")
_FIRST_OF_TWO = re.compile(
    rf"(?:(?:[^:.;]|\.(?=\d)){{1,80}}: )?(?:[Tt]he )?(?P<who>{_NAME}){_ADVERBS} \w+(?:ed|s)\b"
    # Nor where another is named between, whose promise it may be: "the Chair said that UNOPS had closed and undertook".
    r"(?:(?!\bthat (?:the )?[A-Z]).)* and(?: also| then)? $"
)


def promise_in(sentence: str, *, operative: bool = False) -> re.Match[str] | None:
    """Where a sentence reports a promise, if it does."""
    for found in _COMMIT.finditer(sentence):
        if not (operative and _ATTITUDE.match(found.group())):
            return found
    return _WILL.search(sentence) or next(
        (found for found in _WILL_BE.finditer(sentence) if due_in(sentence, found.start())), None
    )


def promiser(sentence: str, promise: re.Match[str]) -> tuple[str | None, bool]:
    """Who makes a promise, where the sentence says so, and whether somebody else only tells of it."""
    subject = promise if promise.groupdict().get("who") else _subject(sentence, promise.start())
    if subject is None:
        return None, False
    return re.sub(r"^[Tt]he ", "", subject["who"]), _TOLD.search(sentence, 0, subject.start("who")) is not None


def subject_of(sentence: str, verb: int) -> str | None:
    """The name that is the subject of the verb there: "HR promised", "the Registrar apologised and undertook"."""
    found = _subject(sentence, verb)
    return found["who"] if found else None


def _subject(sentence: str, verb: int) -> re.Match[str] | None:
    return _RIGHT_BEFORE.search(sentence, 0, verb) or _FIRST_OF_TWO.match(sentence, 0, verb)
