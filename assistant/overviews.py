"""Requests for an overview: "Summarise the debate on fees." asks of no fact, but of what was said on a matter."""

from __future__ import annotations

import re

from assistant.ordinals import ordinals_in

__all__ = ["asks_overview", "decided_on", "overview_of"]

_DEBATE = (
    r"(?:discussions?|debates?|dialogues?|talks?|exchanges?|conversations?|deliberations?|views|statements|positions"
    r"|interventions|considerations?|treatment|session|meeting|item|matter|issue|topic|question)"
)
_ON = r"(?:on|about|of|regarding|concerning|over|under|around|with|for)"
_ME = r"(?:me|us)"
_KIND = r"(?:(?:short|brief|quick|full|whole|complete|general|good|concise) )*"
_SUMMARY = rf"{_KIND}(?:summary|overview|outline|recap|rundown|gist|synopsis|picture|digest|resume)"
_POINTS = (
    r"(?:main|key|major|central|most important|essential) (?:points|messages|takeaways|highlights|arguments|issues)"
)
_GIVE = (
    rf"(?:please )?(?:(?:can|could|would|will) you )?(?:please )?"
    rf"(?:(?:give|write|get|send|show|tell|provide|prepare|make)(?: {_ME})?(?: with)? |(?:i|we)(?:'d| would)? "
    rf"(?:need|want|like)(?: to (?:have|see|know|hear))? |let {_ME} have )?"
)
_SAID = r"(?:said|discussed|reported|noted|raised|mentioned|debated|talked about|brought up|argued|proposed|written)"
_BODY = r"(?:board|committee|commission|council|group|meeting|session|delegations|members)"
_SUM_UP = r"(?:summ?ari[sz]e|sum up|recap|outline|recapitulate)"
_PAPER = r"(?:[\w'\u2019-]+ ){0,4}?(?:reports?|documents?|papers?|texts?|it|they)"
_TOPIC = "(?P<topic>.+)$"
_BREAK = r"(?<![?.,:;-])(?:[?.,:;-]++|[?.,:;-]*+ [?.,:;-]++) "
"""Marks between a matter and what is wanted of it. Taken whole or not at all: 2,000 question marks took 1.6 s else."""
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        (
            rf"^(?P<topic>.+?){_BREAK}"
            rf"(?:{_GIVE}(?:an? |the )?(?:{_SUMMARY}|{_KIND}(?:story|text)|{_POINTS})"
            rf"|(?:please )?{_SUM_UP}(?: (?:what|how) .{{1,40}}| it| this| all)?)$"
        ),
        rf"^{_GIVE}{_SUM_UP}(?: for {_ME})?[,:]? {_TOPIC}",
        rf"^{_GIVE}(?:(?:an?|the) )?(?:{_SUMMARY}|{_POINTS})(?: (?:made|raised))?(?: {_ON}| in| from|:)+ {_TOPIC}",
        (
            rf"^what (?:are|were|was|is) the (?:{_POINTS}|points|highlights|gist)(?: (?:made|raised))?"
            rf"(?: {_ON}| in| from)+ (?:the )?{_TOPIC}"
        ),
        rf"^{_GIVE}(?:everything|all)(?: (?:there is|(?:that (?:was|is) )?{_SAID}|you have))? {_ON} {_TOPIC}",
        rf"^{_GIVE}(?:the )?(?:whole |entire |full )?(?:discussion|debate|exchange|view|reaction)s? {_ON} {_TOPIC}",
        rf"^what (?:came out of|came up (?:in|with|at|on|under|about)|went on in) {_TOPIC}",
        rf"^what happened (?:in|during|at|under) (?=the {_DEBATE}){_TOPIC}",
        rf"^how did (?P<topic>the {_DEBATE} .+?) go\b.*$",
        r"^how (?:was|were) (?P<topic>.+?) (?:received|discussed|treated|taken up)\b.*$",
        (
            rf"^what (?:does|do|did) (?P<paper>(?:the |this )?{_PAPER}) (?:say|have|contain|tell|report)(?: {_ME})? "
            rf"{_ON} {_TOPIC}"
        ),
        rf"^what (?:was|is|were|has been) {_SAID} (?:{_ON}|with|in|at) {_TOPIC}",
        rf"^what (?:was|were|is) the {_DEBATE} {_ON} (?P<topic>.+?)(?: about)?$",
        rf"^what (?:did|do) (?:the )?{_BODY} (?:discuss|debate|talk about) (?:{_ON} |in )?{_TOPIC}",
        rf"^(?:please )?(?:brief|update) {_ME} (?:on|about) {_TOPIC}",
        rf"^(?:please )?(?:fill {_ME} in on|walk {_ME} through|catch {_ME} up on|take {_ME} through) {_TOPIC}",
        rf"^where do(?:es)? (?:things|matters|we|they|it) stand (?:with|on|regarding|as regards) {_TOPIC}",
    )
)
_DECIDED = re.compile(
    r"^what (?:was|were|has been|is) (?:decided|agreed|resolved|adopted|requested|recommended)(?: by [^?]{3,60}?)? "
    r"(?:on|about|regarding|concerning|as regards) (?P<topic>[^?]+)|"
    r"^what (?:did|does|do|has) (?:the |its )?(?P<who>[\w'\u2019 /-]{3,60}?) (?:decided?|agreed?|resolved?|requests?) "
    r"(?:to do )?(?:on|about|regarding|concerning|as regards) (?P<matter>[^?]+)",
    re.IGNORECASE,
)
_LEAD = re.compile(
    rf"^(?:(?:what|how|that|which) (?:was|were|is|has been) {_SAID}(?: {_ON})? "
    rf"|(?:the )?(?:whole |entire |full |general |recent )?{_DEBATE}(?: held)? {_ON} "
    r"|(?:what|how) (?=the )|the (?:idea|proposal|suggestion|possibility) of (?=\w+ing\b))+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[\s,;:-]*\b(?:please|pls|thanks|thank you|for and against))*[\s.!?]*$", re.IGNORECASE)
_NO_MATTER = re.compile(
    r"(?:(?:the|this|that|whole|entire|full|last|above) )*"
    r"(?:reports?|meeting|session|document|text|debate|discussion|it|that|this|them|everything|all)",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^What was said about ")


def overview_of(text: str) -> str | None:
    """The matter of which an overview is asked for, or None where something else is asked.

    >>> overview_of("Summarise the debate on fees, please."), overview_of("Who paid the fees?")
    ('fees', None)
    >>> overview_of("Where do things stand with the new building?")
    'the new building'
    >>> overview_of("What does the third report say about fees?"), overview_of("What does the report say about fees?")
    ('fees in the third report', 'fees')
    """
    asked = _TAIL.sub("", text, count=1)
    found = next((m for form in _FORMS if (m := form.match(asked))), None)
    matter = (_LEAD.sub("", found["topic"]) or found["topic"]) if found else ""
    paper = found.groupdict().get("paper") if found else None
    counted = f" in {paper}" if paper and ordinals_in(paper) else ""  # no other report in the series will do
    return None if not matter or _NO_MATTER.fullmatch(matter) else f"{matter}{counted}"


def asks_overview(text: str) -> bool:
    """Whether a question, as it was read, asks for what was said on a matter by whomever."""
    return bool(_ASKED.match(text))


def decided_on(text: str) -> str | None:
    """The matter on which it is asked what was decided, or None where something else is asked.

    >>> decided_on("What did the Board decide on fees?"), decided_on("What was agreed about dues in Rome?")
    ('fees', 'dues in Rome')
    """
    found = _DECIDED.match(text)
    return (found["topic"] or found["matter"]).strip(" .") if found else None
