"""What a reported sentence does: ask, recommend, decide, commit; to whom and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assistant.across.deadlines import due_in, until_in
from assistant.across.promises import promise_in, promiser, subject_of
from assistant.across.resolutions import OPENS, obliged, opens

__all__ = ["BODY", "Act", "ActKind", "act_in", "asks"]

ActKind = Literal["decision", "request", "recommendation", "commitment"]

BODY = (
    r"(?:Board|Committee|Commission|Council|Conference|Assembly|Senate|Panel|Forum|Congress|Plenary|Bureau|Directors"
    r"|Governors|Trustees)"
)
"""What a body that decides is called, as part of a pattern."""
_ADVERB = r"(?:(?:also|further|again|strongly|once more|therefore|unanimously|jointly|repeatedly|formally) )?"
_PREPOSITION = (
    r"(?:about|above|after|against|among|as|at|before|below|between|by|during|for|from|in|into|of|on|over|since|than"
    r"|through|to|towards?|under|until|upon|with|within|without)"
)
_RELATIVE = r"(?:that|which|(?<!, )who|whom|whose|where)"
_WHOM = (
    rf"(?P<whom>(?:the |its |all |each |both )?(?!{_PREPOSITION}\b|{_RELATIVE}\b)\w[\w’'/&().-]*"
    r"(?: (?!(?:which|whether|how)\b)[\w’'/&(),.-]+?){0,14}?)"
)
_NAME = r"[A-Z][\w’'().-]*(?: (?:(?:of|for|on|and) (?:the )?)?[A-Z][\w’'().-]*)*"
_ASK = (
    r"(?:request(?:ed|ing)|urg(?:ed|ing)|ask(?:ed|ing)|call(?:ed|ing) (?:up)?on|encourag(?:ed|ing)|invit(?:ed|ing)"
    r"|appeal(?:ed|ing) to|instructed|directed)"
)
# A question asks for nothing to be done: "asked whether the licence was valid", "were asked their views".
_ABOUT = r"(?:about|after|whether|if|how|what|why|who|whom|whose|when|where|which|to what)\b"
_ASK_TO = re.compile(
    rf"\b(?P<verb>{_ASK})\s+(?!{_ABOUT}){_WHOM},? to (?!the |an? |its |their )(?P<what>\w+)"
)
_WAS_ASKED = re.compile(
    rf"(?:^|[,;] |\bthat ){_WHOM} (?:was|were|is|are) (?:also |further |again )?"
    r"(?P<verb>requested|urged|encouraged|invited|asked|called upon)(?: to\b|(?=: ))"
)
_ASK_FOR = re.compile(
    r"\b(?P<verb>requested(?! to (?:know|hear|learn|understand)\b)|called for|calling for|urged|urging"
    r"|demanded|appealed for"
    rf"|asked(?= for\b|(?: (?!{_ABOUT})[\w’'-]+){{1,8}}? for\b(?![^.;,]{{0,60}}\b{_ABOUT}))"
    r"|(?:(?<=\bwas )|(?<=\bwere ))sought|sought(?! to\b))\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(r"\b(?P<verb>asked|requested(?= to (?:know|hear|learn|understand)\b))\b")
_RECOMMEND = re.compile(
    r"\b(?P<verb>recommend(?:ed|s|ing)|propose[ds]|suggested|encouraged|encourages(?= [^.;,]{1,80}? to \w)"
    r"|suggesting(?! that\b(?![^.;]{0,120}\b(?:should|be)\b)))\b"
    rf"(?:\s+that\s+(?P<whom>(?:the |its |all )?(?:{_NAME}(?: (?:secretariat|management|system))?(?= [a-z])"
    r"|[\w’'-]+(?: [\w’'-]+){0,5}?(?= (?:should|be|would)\b)))"
    rf"|(?: it| them)? to (?P<to>(?:the )?{_NAME}))?"
)
_ASK_THAT = re.compile(r"\b(?P<verb>requested|asked|urged|demanded) that\b")
# Neither what should have been, nor "should any part be approved", which is a condition.
_SHOULD = re.compile(
    r"^(?:[^;]*?\bthat |[^.;]{0,80}?, )?"
    r"(?P<whom>(?!that\b)\w[\w’'/&().-]*(?: (?!that\b)[\w’'/&(),.-]+?){0,15}?) should\b"
    r"(?! be (?:noted|recalled|stressed|emphasized|understood|remembered)| not be confused| have (?:been|\w+ed)\b"
    r"| like\b| (?:the|an?|any|such|th(?:is|at|ese|ose|ey|ere)|it|he|she|[A-Z]\w*)\b)"
)
# What something is now, and so should do: an expectation, where nobody is told to do anything.
_EXPECTED = re.compile(r"\b(?:is|are|was|were|ha[sd]|have)\b[^,;]* and should (?!be \w+(?:ed|en)\b)")
# A participle that stands behind the noun it describes ("comments urging UNDP to report"), unless somebody is said to
# be doing it ("with delegations urging UNDP to report").
_OF_A_NOUN = re.compile(
    r"(?P<with>\bwith (?:[\w’'-]+ ){0,3})?(?<![\w’'-])(?!(?:and|but|or|while|when|also|by)\b)[\w’'-]*[^\Wy]\s$"
)
# What stands before or behind a verb that only describes a noun: "the proposed plan", "as requested", "a decision
# which requested", "the measures recommended by the Board", "the posts requested are". Of the 400
# sentences of twenty reports that were taken for acts without this, read one by one, 35 did not do what was said of
# them; with it 6 of 386.
_DESCRIBES = re.compile(
    rf"(?:\b(?:the|an?|any|some|each|every|such|no|not|never|more|most|less|these|those|its|their|his|her|our|if|when|once|unless"
    rf"|(?<!concluded )(?<!ended )(?<!closed ){_PREPOSITION}|{_RELATIVE})|['’]s|s['’])\s+"
    r"(?:(?-i:[a-z]+ly)\s|new\s|other\s|same\s|ha[ds]\s|have\s)*$|-$",
    re.IGNORECASE,
)
_DESCRIBED_BEHIND = re.compile(
    r"\s+(?:(?:by|of|under|for|above|below|during|herein|therein|is|are|was|were|will|would|has|have|had)\b"
    r"|(?:in|at|on)\b(?![^.,;]{0,80}\bthat\b))|[.;)]|\s*(?:\([^()]*\))?\s*$"
)
_PASSIVE = re.compile(
    r"(?P<relative>\b(?:that|which|who|as)\s+)?(?:\b(?:ha[ds]|have|having)\s+)?"
    r"\b(?P<be>is|are|was|were|be|been|being)\s+(?:being\s)?(?:(?:also|further|again|therefore|\w+ly)\s)*$"
)
_NEARBY = 40
_PLEASED = re.compile(r"\s+(?:by|at|that|to (?:see|note|learn|hear|find|observe|know))\b")
_THERE_IS = re.compile(r"\b[Tt]here (?:is|are|was|were|(?:ha[sd]|have) been) $")
_DECIDE = re.compile(
    rf"\b(?:(?:{BODY}|Meeting|meeting|Group|participants|Parties|It|it) "
    # "The Assembly recalled its resolution and decided that": the body's second verb.
    rf"(?:(?:\w+ed|took note)\b(?! by\b)(?:(?!\b(?:that|which|who|whether|if|when|where)\b)[^;])"
    rf"{{1,300}}? and (?!\w+ by\b))??{_ADVERB}"
    r"(?P<verb>(?i:decided|adopted|approved|endorsed|agreed|took note|decides|adopts|approves"
    r"|takes note|elected|postponed|deferred|resolved|resolves)))\b"
    r"|\b[Ii]t was (?:also |further |so )?(?P<passive>(?i:agreed|decided|resolved))\b"
    rf"|{OPENS}(?P<bare>(?i:decides|adopts|approves|endorses|takes note|agrees|resolves))\b"
    r"|^(?:\d[\d.]*\s+)?(?P<headed>(?i:decision))(?: \d+)?\s*[:–—]\s*(?=\w)"
    # Minutes write what was decided in capitals.
    r"|(?:^|[.:)\d] |\b[a-z]+ )(?P<minuted>RESOLVED|AGREED|DECIDED|APPROVED|ENDORSED|ADOPTED|REFERRED|CARRIED)"
    r"(?=[ :,.]|$)(?! [A-Z]+ [A-Z]+\b)"
)
_INITIALS = re.compile(r"[A-Z]{2,3}")
_IF = re.compile(r"\b(?:when|if|once|until|before|after|which|that|whether)\b")
# Whom something is asked: a name, or a word for somebody who can act.
_ACTOR = re.compile(
    r"^(?:(?!(?:This|That|These|Those|It|They|He|She|I|We|You)$)"
    r"[A-Z][\w\u2019'/&().-]*(?: (?:[A-Z][\w\u2019'/&().-]*|of|the|and|for|on|in|to|or))*"
    r"|(?:[\w-]+ ){0,3}(?:[Gg]overnments?|[Ss]tates|countries|delegations|donors?|stakeholders|partners|entities"
    r"|organi[sz]ations?|agenc(?:y|ies)|secretariats?|management|parties|communit(?:y|ies)|representatives?|members"
    r"|participants|bodies|institutions?|offices?|(?:funds and )?programmes|boards?|bureaux?|[Pp]owers))$"
)
# The name in "Pursuant to the decision of the Commission, the Council", and in "UN-Women in advance of the session".
_LAST_NAME = re.compile(r"(?:, |\b(?:that|why|where|while|and|therefore|accordingly) )(?:the )?(?P<name>[^,]+)$")
_FIRST_NAME = re.compile(
    r"^(?P<name>.+?),? (?:concerned|(?:in advance of|ahead of|prior to|before|by|at|in|no later than|not later than"
    r"|within|during) .+)$"
)
# Who says that somebody else did it: "the Chair announced that the sponsor had requested".
_TOLD_THAT = re.compile(r"\b(?:\w+(?:ed|s)|said|told|found)\b(?: [\w’'-]+){0,5}? that ")
_FRONTED = re.compile(r"(?:While|Although|Though|As|Since|Because|When|Even)\b")
_SAME_SUBJECT = re.compile(
    r"(?:^|\b(?:and|but|or|then|also)|\b(?:he|she|they|it|we|I))(?: (?:also|further|therefore|then|had|\w+ly))* ?$"
)

_OPERATIVE = re.compile(
    r"(?:^(?:\(?\w{1,4}[.)] )?|, |\band )(?:(?i:also|further|again|strongly|once again) )?"
    r"(?P<verb>(?i:requests|urges|calls (?:up)?on|appeals to|encourages|invites|asks|instructs|directs))\s+"
    rf"(?!(?:are|is|was|were|have|had|made)\b){_WHOM},? (?:to|for|that)\b"
)
_DEMANDS = re.compile(rf"{OPENS}(?P<verb>(?i:demands(?= (?:that|the|an?|all|full)\b)|calls for))\b")
# Who is to do what, in minutes' own form: "ACTION: Registrar to circulate the paper".
_ACTION = re.compile(
    rf"^(?:\d[\d.]*\s+)?(?P<verb>(?i:actions?)(?: points?)?(?: \d+)?)\s*[:–—-]\s*(?P<whom>{_NAME}"
    rf"(?:(?:, | and ){_NAME})*) (?:to|will|shall) "
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a sentence does; `addressee` is whom it asks or recommends something to, `due` by when.

    `status` is how it stands in the report's own words: "Closed" in a table of actions, "lost" of a motion.
    `by` is who does it where the sentence makes that its subject: "UNOPS would deliver", "KM asked". `retold` acts
    are not the speaker's, who only tells of them: "the Chair announced that the sponsor had requested".
    """

    kind: ActKind
    addressee: str | None
    due: str | None
    by: str | None = None
    retold: bool = False
    status: str | None = None


def act_in(sentence: str, *, operative: bool = False) -> Act | None:
    """The act that a sentence reports; None if it only tells what was said.

    A decision that requests something is a request: who must do what by when is what a reader looks for. Sentences
    of a decision's own text (`operative`) begin with their verb: "Requests UNDP to report".
    """
    kind, found = _kind(sentence, operative=operative or opens(sentence))
    if kind is None or found is None:
        return None
    groups = found.groupdict()
    if kind == "commitment":
        by, told = promiser(sentence, found)
        return Act(kind, None, due_in(sentence, found.start()), by, retold=told)
    whom = groups.get("whom") or groups.get("to") or obliged(sentence)
    by = _short_name(sentence, found.start("verb")) if groups.get("verb") and kind != "decision" else None
    due = until_in(sentence, found) if kind == "decision" else due_in(sentence, found.start())
    return Act(kind, _addressee(whom), due, by, retold=_retold(sentence, found))


def _kind(sentence: str, *, operative: bool) -> tuple[ActKind | None, re.Match[str] | None]:
    """The kind of act and where it stands, in the order in which one outweighs the other."""
    asked = _ACTION.match(sentence) or _reported(_ASK_TO, sentence) or _reported(_WAS_ASKED, sentence)
    if asked or (operative and (asked := _OPERATIVE.search(sentence) or _DEMANDS.match(sentence))):
        softly = asked["verb"].casefold().startswith(("encourag", "invit"))
        return "recommendation" if softly else "request", asked
    if asked := _reported(_ASK_THAT, sentence):
        return "request", asked
    if (decided := _DECIDE.search(sentence)) and not _IF.search(sentence, 0, decided.start()):
        return "decision", decided
    if promised := promise_in(sentence, operative=operative):
        return "commitment", promised
    if recommended := _reported(_RECOMMEND, sentence) or (
        None if _EXPECTED.search(sentence) else _SHOULD.search(sentence)
    ):
        return "recommendation", recommended
    return ("request", asked) if (asked := _reported(_ASK_FOR, sentence)) else (None, None)


def _short_name(sentence: str, verb: int) -> str | None:
    """Who is the subject of the verb there by initials, as minutes name those present: "KM asked for a report"."""
    who = subject_of(sentence, verb)
    return who if who and _INITIALS.fullmatch(who) else None


def _retold(sentence: str, found: re.Match[str]) -> bool:
    """Whether the act has a subject of its own in what somebody only tells of it.

    What a speaker says "should" be done, or promises, is the speaker's own.
    """
    if not (verb := found.groupdict().get("verb")) or verb.split()[0].endswith("ing"):
        return False
    told = [match.end() for match in _TOLD_THAT.finditer(sentence, 0, found.start("verb"))]
    between = sentence[told[-1] : found.start("verb")] if told else ""
    # "While it recognized that costs had risen, the group requested": the main clause comes after the comma.
    main_follows = "," in between and _FRONTED.match(sentence)
    return bool(told) and not main_follows and not _SAME_SUBJECT.search(between)


def _reported(pattern: re.Pattern[str], sentence: str) -> re.Match[str] | None:
    """The first match whose verb tells what somebody does, and does not only describe a noun."""
    match = pattern.search(sentence)
    while match and _describes(sentence, *match.span("verb")):
        match = pattern.search(sentence, match.start("verb") + 1)
    return match


def _describes(sentence: str, begin: int, end: int) -> bool:
    """Whether a verb form there describes a noun or a feeling: "the proposed plan", "was encouraged by"."""
    verb = sentence[begin:end].casefold()
    nearby = max(0, begin - _NEARBY)
    if (verb == "encouraged" and _PLEASED.match(sentence, end)) or _THERE_IS.search(sentence, nearby, begin):
        return True
    if passive := _PASSIVE.search(sentence, nearby, begin):
        return bool(passive["relative"]) or passive["be"] == "be"
    if _DESCRIBES.search(sentence, nearby, begin):
        return True
    if verb.split()[0].endswith("ing"):
        behind = _OF_A_NOUN.search(sentence, nearby, begin)
        return behind is not None and not behind["with"]
    return bool(_DESCRIBED_BEHIND.match(sentence, end))


def asks(sentence: str) -> bool:
    """Whether a sentence reports that its speaker asked for something, recommended it or put a question."""
    act = act_in(sentence)
    if act is None:
        return _reported(_QUESTION, sentence) is not None
    return act.kind in ("request", "recommendation") and not act.retold


def _addressee(whom: str | None) -> str | None:
    """The name of whom something is asked, unless what was caught is nobody's."""
    caught = " ".join((whom or "").split()).strip(" ,")
    for part in (caught, *(m["name"] for p in (_LAST_NAME, _FIRST_NAME) if (m := p.search(caught)))):
        name = re.sub(r"^(?:[Tt]he|[Aa]ll|[Ee]ach|[Bb]oth|its|their) ", "", part).strip(" ,")
        if _ACTOR.match(name):
            return name
    return None
