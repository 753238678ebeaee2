"""What a reported sentence does: ask, recommend, decide, commit; to whom and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text import MONTHS

__all__ = ["Act", "ActKind", "act_in", "asks", "due_in"]

ActKind = Literal["decision", "request", "recommendation", "commitment"]

_ADVERB = r"(?:(?:also|further|again|strongly|once more|therefore|unanimously|jointly|repeatedly|formally) )?"
_WHOM = r"(?P<whom>(?:the |its |all |each |both )?[A-Z\w][\w’'/&().-]*(?: [\w’'/&(),.-]+?){0,14}?)"
_ASK = (
    r"(?:request(?:ed|ing)|urg(?:ed|ing)|ask(?:ed|ing)|call(?:ed|ing) (?:up)?on|encourag(?:ed|ing)|invit(?:ed|ing)"
    r"|appeal(?:ed|ing) to|instructed|directed)"
)
_ASK_TO = re.compile(rf"\b(?P<verb>{_ASK})\s+{_WHOM},? to (?!the |an? |its |their )(?P<what>\w+)")
_WAS_ASKED = re.compile(
    rf"(?:^|[,;] |\bthat ){_WHOM} (?:was|were|is|are) (?:also |further |again )?"
    r"(?P<verb>requested|urged|encouraged|invited|asked|called upon) to\b"
)
_ASK_FOR = re.compile(
    r"\b(?:requested|called for|calling for|asked|urged|urging|demanded|appealed for|encouraged|sought)\b",
    re.IGNORECASE,
)
_RECOMMEND = re.compile(
    rf"\b(?:recommend(?:ed|ing)|proposed|suggest(?:ed|ing))\b"
    rf"(?:\s+(?:to\s+)?that\s+{_WHOM}\s+"
    r"(?:should |be |would )?(?=\w))?"
)
_SHOULD = re.compile(rf"^(?:[^.;]*?\bthat |[^.;]{{0,80}}?, )?{_WHOM} should\b(?! be noted| not be confused)")
_DECIDE = re.compile(
    rf"\b(?:(?:Board|Committee|Commission|Council|Conference|Assembly|Meeting|meeting|Group|participants"
    rf"|Parties|It|it) {_ADVERB}(?P<verb>decided|adopted|approved|endorsed|agreed|took note|decides|adopts|approves"
    r"|takes note|elected|postponed|deferred))\b|\b[Ii]t was (?:also |further )?(?P<passive>agreed|decided)\b"
    r"|^(?P<bare>Decides|Adopts|Approves|Endorses|Takes note|Agrees)\b"
)
_COMMIT = re.compile(
    r"\b(?:committ(?:ed|ing) to|commits to|undertook to|undertakes to|pledg(?:ed|es|ing) (?:to|that)|promis(?:ed|es) to"
    r"|announced (?:a |its |their )?(?:commitment|pledge|contribution)|assured (?:the|that|delegations|Member))"
    r"|\b(?:reaffirm|reiterat|confirm|renew|underlin|express)\w* (?:the |its |their |his |her )?(?:\w+ )?commitment\b"
    r"|\breaffirm\w* (?:the )?commitment of\b"
)
# "Would" reports a promise only with a verb of delivering and an institution before it.
_WILL = re.compile(
    r"(?:^|[,;] |\bthat |\band )(?P<who>(?:[Tt]he )?(?:[A-Z][\w-]*[A-Z][\w-]*|Secretariat|Bureau"
    r"|Administrator|Board|Office|organization|Executive Director|President))\s+(?:would|will|shall)\s+"
    r"(?:also |then |continue to )?"
    r"(?P<what>report|provide|submit|deliver|present|share|publish|launch|organi[sz]e|prepare|inform|update|convene"
    r"|circulate|transmit|keep|advocate|ensure)\b"
)
_WHEN = (
    r"(?:(?:its|the|their) )?(?:next |forthcoming |upcoming )?(?:(?:(?:first|second|third) )?"
    r"(?:regular |annual |special )|(?:first|second|third|next) |(?<=its ))sessions?(?: of the Board)?"
    r"(?:,? (?:of |in )?(?:(?:January|June|September) )?\d{4})?"
)
_DATE = rf"(?:early |mid-|late |the end of |the beginning of )?(?:\d{{1,2}} )?(?:{MONTHS})?,? ?\d{{4}}"
_DUE = re.compile(
    r"\b(?:(?:by|before|until|no later than|not later than|ahead of|in advance of|prior to|within) "
    rf"(?P<by>{_WHEN}|{_DATE}|(?:the )?next (?:year|meeting|Board session[^,.;]*)|(?:\w+ )?(?:days|weeks|months|years)"
    rf"|(?:early |mid-|late |the end of )(?:{MONTHS}|the year))"
    rf"|(?:at|for|in time for) (?P<at>{_WHEN})|(?P<every>annually|every (?:two |three )?(?:years?|sessions?)))",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:when|if|once|until|before|after|which|that|whether)\b")
# Whom something is asked: a name, or a word for somebody who can act.
_ACTOR = re.compile(
    r"^(?:[A-Z][\w\u2019'/&().-]*(?: (?:[A-Z][\w\u2019'/&().-]*|of|the|and|for|on|in|to|or))*"
    r"|(?:[\w-]+ ){0,3}(?:[Gg]overnments?|[Ss]tates|countries|delegations|donors?|stakeholders|partners|entities"
    r"|organi[sz]ations?|agenc(?:y|ies)|secretariats?|management|parties|communit(?:y|ies)|representatives?|members"
    r"|participants|bodies|institutions?|offices?|funds|programmes|boards?|bureaux?))$"
)

_OPERATIVE = re.compile(
    r"(?:(?:Also|Further|Again) )?(?P<verb>[Rr]equests|[Uu]rges|[Cc]alls upon|[Ee]ncourages|[Ii]nvites|[Aa]sks)\s+"
    rf"{_WHOM},? (?:to|for|that)\b"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a sentence does; `addressee` is whom it asks or recommends something to, `due` by when.

    `promised_by` is the institution that a promise makes its own subject: "UNOPS would deliver".
    """

    kind: ActKind
    addressee: str | None
    due: str | None
    promised_by: str | None = None


def act_in(sentence: str, *, operative: bool = False) -> Act | None:
    """The act that a sentence reports; None if it only tells what was said.

    A decision that requests something is a request: who must do what by when is what a reader looks for. Sentences
    of a decision's own text (`operative`) begin with their verb: "Requests UNDP to report".
    """
    kind, whom = _kind(sentence, operative=operative)
    if kind is None:
        return None
    promise = _WILL.search(sentence) if kind == "commitment" else None
    by = re.sub(r"^[Tt]he ", "", promise["who"]) if promise else None
    return Act(kind, _addressee(whom), None if kind == "decision" else due_in(sentence), by)


def _kind(sentence: str, *, operative: bool) -> tuple[ActKind | None, str | None]:
    """The kind of act and whom it is addressed to, in the order in which one outweighs the other."""
    if (asked := _ASK_TO.search(sentence) or _WAS_ASKED.search(sentence)) or (
        operative and (asked := _OPERATIVE.match(sentence))
    ):
        softly = asked["verb"].casefold().startswith(("encourag", "invit"))
        return "recommendation" if softly else "request", asked["whom"]
    if (decided := _DECIDE.search(sentence)) and not _IF.search(sentence, 0, decided.start()):
        return "decision", None
    if _COMMIT.search(sentence) or _WILL.search(sentence):
        return "commitment", None
    if recommended := _RECOMMEND.search(sentence) or _SHOULD.search(sentence):
        return "recommendation", recommended["whom"]
    return ("request", None) if _ASK_FOR.search(sentence) else (None, None)


def asks(sentence: str) -> bool:
    """Whether a sentence reports that somebody asked for something or recommended it."""
    act = act_in(sentence)
    return act is not None and act.kind in ("request", "recommendation")


def due_in(sentence: str) -> str | None:
    """By when something is to be done, in the sentence's own words."""
    match = _DUE.search(sentence)
    if match is None:
        return None
    return " ".join(match.group().split()).rstrip(" ,.;")


def _addressee(whom: str | None) -> str | None:
    """The name of whom something is asked, unless what was caught is nobody's."""
    name = re.sub(r"^(?:the|all|each|both|its|their) ", "", " ".join((whom or "").split())).strip(" ,")
    return name if _ACTOR.match(name) else None
