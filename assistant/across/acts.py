"""What a reported sentence does: ask, recommend, decide, commit; to whom and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.text import MONTHS

__all__ = ["Act", "ActKind", "act_in", "asks", "due_in"]

ActKind = Literal["decision", "request", "recommendation", "commitment"]

_ADVERB = r"(?:(?:also|further|again|strongly|once more|therefore|unanimously|jointly|repeatedly|formally) )?"
_PREPOSITION = (
    r"(?:about|above|after|against|among|as|at|before|below|between|by|during|for|from|in|into|of|on|over|since|than"
    r"|through|to|towards?|under|until|upon|with|within|without)"
)
_RELATIVE = r"(?:that|which|(?<!, )who|whom|whose|where)"
_WHOM = (
    rf"(?P<whom>(?:the |its |all |each |both )?(?!{_PREPOSITION}\b|{_RELATIVE}\b)\w[\w’'/&().-]*"
    r"(?: (?!which\b)[\w’'/&(),.-]+?){0,14}?)"
)
_NAME = r"[A-Z][\w’'().-]*(?: (?:(?:of|for|on|and) (?:the )?)?[A-Z][\w’'().-]*)*"
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
    r"\b(?P<verb>requested|called for|calling for|asked|urged|urging|demanded|appealed for"
    r"|(?:(?<=\bwas )|(?<=\bwere ))sought|sought(?! to\b))\b",
    re.IGNORECASE,
)
_RECOMMEND = re.compile(
    r"\b(?P<verb>recommend(?:ed|s|ing)|propose[ds]|suggested|encouraged|encourages(?= [^.;,]{1,80}? to \w)"
    r"|suggesting(?! that\b(?![^.;]{0,120}\b(?:should|be)\b)))\b"
    rf"(?:\s+that\s+(?P<whom>(?:the |its |all )?(?:{_NAME}(?: (?:secretariat|management|system))?(?= [a-z])"
    r"|[\w’'-]+(?: [\w’'-]+){0,5}?(?= (?:should|be|would)\b))))?"
)
_ASK_THAT = re.compile(r"\b(?P<verb>requested|asked|urged|demanded) that\b")
# Neither what should have been, nor "should any part be approved", which is a condition.
_SHOULD = re.compile(
    r"^(?:[^;]*?\bthat |[^.;]{0,80}?, )?"
    r"(?P<whom>(?!that\b)\w[\w’'/&().-]*(?: (?!that\b)[\w’'/&(),.-]+?){0,15}?) should\b"
    r"(?! be (?:noted|recalled|stressed|emphasized|understood|remembered)| not be confused| have (?:been|\w+ed)\b"
    r"| (?:the|an?|any|such|th(?:is|at|ese|ose|ey|ere)|it|he|she|[A-Z]\w*)\b)"
)
# What stands before or behind a verb that only describes a noun: "the proposed plan", "as requested", "a decision
# which requested", "the measures recommended by the Board", "the posts requested are". Of the 400
# sentences of twenty reports that were taken for acts without this, read one by one, 35 did not do what was said of
# them; with it 6 of 386.
_DESCRIBES = re.compile(
    rf"(?:\b(?:the|an?|any|some|each|every|such|no|not|never|these|those|its|their|his|her|our|if|when|once|unless"
    rf"|(?<!concluded )(?<!ended )(?<!closed ){_PREPOSITION}|{_RELATIVE})|['’]s|s['’])\s+"
    r"(?:(?-i:[a-z]+ly)\s|new\s|other\s|same\s|ha[ds]\s|have\s)*$|-$",
    re.IGNORECASE,
)
_DESCRIBED_BEHIND = re.compile(
    r"\s+(?:(?:by|of|under|for|above|below|during|herein|therein|is|are|was|were|will|would|has|have|had)\b"
    r"|(?:in|at|on)\b(?![^.,;]{0,80}\bthat\b))|[.;)]"
)
_PASSIVE = re.compile(
    r"(?P<relative>\b(?:that|which|who|as)\s+)?(?:\b(?:ha[ds]|have|having)\s+)?"
    r"\b(?P<be>is|are|was|were|be|been|being)\s+(?:being\s)?(?:(?:also|further|again|therefore|\w+ly)\s)*$"
)
_NEARBY = 40
_PLEASED = re.compile(r"\s+(?:by|at|that|to (?:see|note|learn|hear|find|observe|know))\b")
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
    r"\b(?:(?:by(?! \w+ (?:days|weeks|months|years)\b)|before|until|"
    r"no later than|not later than|ahead of|in advance of|prior to|within) "
    rf"(?P<by>{_WHEN}|{_DATE}|(?:the )?next (?:year|meeting|Board session[^,.;]*)|(?:\w+ )?(?:days|weeks|months|years)"
    rf"|(?:early |mid-|late |the end of )(?:{MONTHS}|the year))"
    rf"|(?:at|for|in time for) (?P<at>{_WHEN})|(?P<every>annually|every (?:two |three )?(?:years?|sessions?)))",
    re.IGNORECASE,
)
_IF = re.compile(r"\b(?:when|if|once|until|before|after|which|that|whether)\b")
# Whom something is asked: a name, or a word for somebody who can act.
_ACTOR = re.compile(
    r"^(?:(?!(?:This|That|These|Those|It|They|He|She)$)"
    r"[A-Z][\w\u2019'/&().-]*(?: (?:[A-Z][\w\u2019'/&().-]*|of|the|and|for|on|in|to|or))*"
    r"|(?:[\w-]+ ){0,3}(?:[Gg]overnments?|[Ss]tates|countries|delegations|donors?|stakeholders|partners|entities"
    r"|organi[sz]ations?|agenc(?:y|ies)|secretariats?|management|parties|communit(?:y|ies)|representatives?|members"
    r"|participants|bodies|institutions?|offices?|(?:funds and )?programmes|boards?|bureaux?))$"
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
    if (asked := _reported(_ASK_TO, sentence) or _reported(_WAS_ASKED, sentence)) or (
        operative and (asked := _OPERATIVE.match(sentence))
    ):
        softly = asked["verb"].casefold().startswith(("encourag", "invit"))
        return "recommendation" if softly else "request", asked["whom"]
    if _reported(_ASK_THAT, sentence):
        return "request", None
    if (decided := _DECIDE.search(sentence)) and not _IF.search(sentence, 0, decided.start()):
        return "decision", None
    if _COMMIT.search(sentence) or _WILL.search(sentence):
        return "commitment", None
    if recommended := _reported(_RECOMMEND, sentence) or _SHOULD.search(sentence):
        return "recommendation", recommended["whom"]
    return ("request", None) if _reported(_ASK_FOR, sentence) else (None, None)


def _reported(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    """The first match whose verb tells what somebody does, and does not only describe a noun."""
    match = pattern.search(sentence)
    while match and _describes(sentence, *match.span("verb")):
        match = pattern.search(sentence, match.start("verb") + 1)
    return match


def _describes(sentence: str, begin: int, end: int) -> bool:
    """Whether a verb form there describes a noun or a feeling: "the proposed plan", "was encouraged by"."""
    verb = sentence[begin:end].casefold()
    if verb == "encouraged" and _PLEASED.match(sentence, end):
        return True
    nearby = max(0, begin - _NEARBY)
    if passive := _PASSIVE.search(sentence, nearby, begin):
        return bool(passive["relative"]) or passive["be"] == "be"
    if _DESCRIBES.search(sentence, nearby, begin):
        return True
    return not verb.endswith("ing") and bool(_DESCRIBED_BEHIND.match(sentence, end))


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
    name = re.sub(r"^(?:[Tt]he|[Aa]ll|[Ee]ach|[Bb]oth|its|their) ", "", " ".join((whom or "").split())).strip(" ,")
    return name if _ACTOR.match(name) else None
