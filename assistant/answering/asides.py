"""Asides: messages that ask nothing of the reports, and what to say to them instead of searching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from assistant.answer import Answer, Reason
from assistant.question import in_full

__all__ = ["asks_nothing", "reply_to"]

_TALK = re.compile(
    r"(?:(?:thank(?:s| you)|thx|ty|cheers|ok(?:ay)?|k|hello|hi|hey|greetings|good (?:morning|afternoon"
    r"|evening|day|night)"
    r"|(?:good)?bye|see you|great|good|fine|nice|cool|perfect|excellent|awesome|wonderful|super|wow|lol|ha(?:ha)+|h+m+"
    r"|interesting|noted|understood|got it|i see|i understand|all right|alright|sure|yes|yep|yeah|no|nope|please|sorry"
    r"|never ?mind|well done|good job|how are you(?: doing)?(?: today)?|you(?:'re| are) welcome|test(?:ing)?"
    r"|(?:(?:that|this|it)(?:'s| is| was| has| all)? )?(?:very |really |so |a great |of great )?(?:help(?:s"
    r"|ed|ful)?|works)"
    r"|that(?:'s| is| was) (?:all|it|great|good|fine|nice|perfect|clear|interesting|right|correct"
    r"|what i (?:need|want)ed)"
    r"|(?:so|very) much|a lot|(?:me )?(?:for now|again|there|everyone|everybody|all|then|today|assistant|bot)"
    r"|for (?:that|this|it|(?:the|your|all your) (?:help|answers?|time)))\b[\s,;:.!]*)+",
    re.IGNORECASE,
)
_REPORTS = r"(?:reports?|documents?|docs|files|papers|sources|materials?)"
_HAVE = (
    r"(?:(?:do|can) (?:you|we|i) (?:have|know|cover|hold|contain|search|use|read|ask(?: about)?)|have you (?:got|read)"
    r"|(?:is|are) (?:available|loaded|indexed|included|covered|searched|here|there)"
    r"|(?:is|are) (?:there )?(?:in|on) (?:here|(?:the|your|this) (?:library|index|system|database|app|tool)))"
)
_LIBRARY = re.compile(
    rf"(?:(?:which|what|how many) (?:other |kinds? of )?{_REPORTS} {_HAVE}(?: access to)?(?: here)?"
    rf"|(?:please )?(?:list|show|name|give|tell)(?: me| us)? (?:all )?(?:of )?(?:the|your)? ?(?:available )?{_REPORTS}"
    r"(?: (?:that )?(?:you have|there are|are available|in (?:here|(?:the|your) (?:library|index|database))))?"
    rf"|(?:which|what)(?: of (?:the|your))? {_REPORTS} (?:is|are) (?:the )?(?:your )?"
    r"(?:oldest|newest|latest|most recent|earliest|longest|shortest)(?: ones?)?"
    r"|what(?: is|'s| do you have) in (?:the|your) (?:library|index|database)"
    rf"|what (?:are )?(?:the|your) {_REPORTS}(?: are (?:these|those))?)",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    r"(?:what (?:can|do|could|else can) (?:you|i) (?:do|ask|answer|help(?: me)? with)(?: (?:you|for me|here"
    r"|with (?:this|you)))?"
    r"|(?:who|what) are you|how (?:do you|does this (?:app|tool|assistant|chat|page)) work"
    r"|how (?:can|do|should|could) i (?:use|ask|talk to)(?: (?:you|this(?: \w+)?))?|(?:i need |can you "
    r"|please )?help(?: me)?"
    r"|are you (?:an? |the )?(?:ai|bot|chat ?bot|robot|human|person|real|machine"
    r"|(?:large )?(?:language )?model|llm|chatgpt|there)"
    r"(?: person)?|what(?: is|'s) your (?:name|purpose)|who (?:made|built|wrote|trained) you|introduce yourself)",
    re.IGNORECASE,
)
_ELSE = re.compile(
    r"(?:tell|sing|write|give)(?: me| us)? (?:an?(?:other)?|some) (?:\w+ )?(?:jokes?|story|stories|poems?"
    r"|songs?|riddles?)",
    re.IGNORECASE,
)
_THAT = (
    r"(?:that|this|it|these|them"
    r"|(?:the|your|that|this)(?: last| previous| above)? (?:answers?|sentences?|quotes?|quotations?|text))"
)
_LANGUAGE = r"(?:arabic|chinese|english|french|german|italian|portuguese|russian|spanish)"
_SURE = re.compile(
    r"(?:are|r) (?:you|u) (?:really |quite |absolutely |very |so )?(?:sure|certain|positive)(?: (?:about"
    r"|of) (?:that|this|it))?"
    rf"|really|is {_THAT} (?:really |actually )?(?:right|correct|accurate|reliable)"
    rf"|{_THAT}(?: is|'s) (?:wrong|not (?:right|correct|what i (?:asked|meant|wanted)(?: for)?)|incorrect"
    rf"|nonsense)|wrong(?: answer)?"
    r"|(?:i )?(?:do not|don't) (?:think so|believe (?:you|that|it))|(?:please )?(?:double[- ]?)?check (?:that"
    r"|this|it|again)"
    r"|how do you know(?: that| this)?",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"(?:(?:please )?(?:give|show|tell|send|name)(?: me| us)? |(?:and )?(?:what|which)(?: is|'s)? )(?:the "
    r"|your )?(?:exact )?"
    r"(?:(?:paragraph|page)(?: and (?:paragraph|page))?(?: numbers?)?|sources?|references?|citations?)"
    rf"(?: (?:of|for|to) {_THAT}| (?:is|was) {_THAT}(?: from| in| on)?)?"
    r"|where (?:does it say (?:that|so|this)|did you (?:get|find|read|see) (?:that|this|it)(?: from)?)"
    r"|(?:and )?(?:the |your )?sources?",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"(?:(?:can you |could you )?(?:make|keep) (?:that|this|it) )?(?:a (?:bit|little) |much |even )?"
    r"(?:shorter|longer|simpler|briefer|clearer|more (?:concise|simple|simply|brief|briefly))(?: answer| version)?"
    r"|(?:(?:can|could|would|will) you )?(?:translate|rephrase|reformulate|rewrite|reword|paraphrase|shorten"
    r"|simplify|condense"
    rf"|summari[sz]e|repeat|(?:put|say|explain|give me|show me|write)(?= {_THAT}\b))(?: {_THAT})?"
    r"(?: (?:again|for me|to me|please|more simply|(?:(?:in|into|to|as) )(?:an? )?[\w' -]{3,30}))*"
    rf"|(?:(?:and|now|again) )?in {_LANGUAGE}"
    r"|in (?:simple|simpler|plain|other|fewer|short|a few|your own|one|two|three) (?:words?|terms|language"
    r"|sentences?|lines?)"
    r"|(?:as|in) (?:an? )?(?:table|list|bullets?|bullet[- ]points?)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:(?:no|nope|sorry|oh|ah|wait|actually)\b[\s,.!:;-]*)*(?:i (?:mean|meant)|not (?:that|this)(?: one)?,?)"
    r" (?P<which>the other (?:one|[a-z]+))",
    re.IGNORECASE,
)
"""A correction that names nothing: what else there is, only who said it knows."""
_AROUND = re.compile(r"^[\s,.!-]+|[\s,.!?-]*(?:\b(?:please|pls|thanks|thank you)[\s,.!?-]*)*$", re.IGNORECASE)

_PURPOSE = (
    "This assistant answers questions about the reports in its library with their own sentences, each cited to report, "
    "session and paragraph."
)
_HOW = (
    "Ask who said, decided or did something, when, where, why or how many; or ask for a summary of what was said on a "
    "matter."
)
_NO_OTHER_WORDS = (
    "This assistant gives sentences that can be checked in the reports: it does not shorten, translate,"
    " explain or lay out "
    "anew what it has answered."
)
_LONGEST = 100
"""Characters of an aside: no message makes the patterns take long."""
_LISTED, _TITLE, _REFERENCES = 15, 70, 6


def asks_nothing(message: str) -> bool:
    """Whether a message asks nothing of the reports: it is small talk, or on the assistant, its library or last answer.

    >>> [asks_nothing(m) for m in ("Thanks, that helped!", "Which reports do you have?", "Are you sure?")]
    [True, True, True]
    >>> [asks_nothing(m) for m in ("Thanks. Who was elected?", "Which reports were adopted?", "Was it translated?")]
    [False, False, False]
    """
    if not re.search(r"\w", message):
        return True
    if len(message) > _LONGEST:
        return False
    if _TALK.fullmatch(message.strip()):
        return True
    kinds = (_LIBRARY, _ITSELF, _ELSE, _SURE, _WHERE, _FORM, _OTHER)
    return any(kind.fullmatch(form) for kind in kinds for form in _forms(message))


def reply_to(
    message: str, before: Answer | None, headers: Mapping[str, Any], *, quoted: bool
) -> tuple[Reason, str]:
    """Why a message that `asks_nothing` gets no answer, and what to tell instead.

    `before` is the answer before it, `headers` are those of the reports searched, by id; `quoted` says that answers
    are always quotations, so that what `before` cites is what was shown.
    """
    forms = _forms(message)
    if any(_ELSE.fullmatch(f) for f in forms):
        return "off_topic", f"{_PURPOSE} {_HOW}"
    return "no_question", _said(forms, before, headers, quoted=quoted)


def _said(forms: Sequence[str], before: Answer | None, headers: Mapping[str, Any], *, quoted: bool) -> str:
    if any(_LIBRARY.fullmatch(f) for f in forms):
        return _listed(headers.values())
    if other := next((m for f in forms if (m := _OTHER.fullmatch(f))), None):
        return f"Say which one is meant: \u201c{other['which']}\u201d does not tell."
    about = next((p for p in (_SURE, _WHERE, _FORM) if any(p.fullmatch(f) for f in forms)), None)
    if about is None or before is None:
        return f"{_PURPOSE} {_HOW}"
    if before.abstained:
        stands = "Nothing was quoted for the question before this."
    elif quoted:
        stands = f"The answer before stands as it is, quoted from {_cited(before)}."
    else:
        stands = "The answer before stands as it is; its citations say from where."
    if about is _FORM:
        return f"{_NO_OTHER_WORDS} {stands}"
    if about is _SURE and not before.abstained:
        return f"{stands} Read there whether it says what you asked: no more than the words themselves is checked."
    return stands


def _forms(message: str) -> Sequence[str]:
    """A message as it was typed and as it is asked, without courtesies and marks around it."""
    return tuple(dict.fromkeys(_AROUND.sub("", text) for text in (message, in_full(message))))


def _cited(answer: Answer) -> str:
    """Where the words of an answer stand."""
    references = list(dict.fromkeys(c.reference for c in answer.citations))
    more = f"; and {len(references) - _REFERENCES} more" if len(references) > _REFERENCES else ""
    return "; ".join(references[:_REFERENCES]) + more


def _listed(headers: Iterable[Any]) -> str:
    """The reports by name, title and date, as many as somebody reads."""
    reports = list(headers)
    if not reports:
        return "No report is in the library yet."
    named = "; ".join(_named(h) for h in reports[:_LISTED])
    left = f"; and {len(reports) - _LISTED} more, which the library lists" if len(reports) > _LISTED else ""
    count = "one report" if len(reports) == 1 else f"{len(reports)} reports"
    return f"There {'is' if len(reports) == 1 else 'are'} {count} to ask: {named}{left}."


def _named(header: Any) -> str:
    title = header.title if len(header.title) <= _TITLE else f"{header.title[:_TITLE].rpartition(' ')[0]} \u2026"
    about = ", ".join(filter(None, (title, header.date)))
    return f"{header.symbol} ({about})" if header.symbol else about
