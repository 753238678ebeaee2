"""Orders that ask: "Tell me when it met." is read as "When it met?"; how reports are searched knows only questions."""

from __future__ import annotations

import re

__all__ = ["as_question", "without_manner"]

_WH = r"(?:who|whom|whose|what|when|where|why|how|which|whether)\b"
_ME = r"(?:me|us)"
_WE = r"(?:i|we)(?:'d| would)?"
_POLITE = (
    r"(?:(?:please|kindly|(?:can|could|would|will) (?:you|we|i)(?: please| kindly)?|try to|help me(?: to)?"
    rf"|{_WE} (?:want|need|like)(?: you)? to)[, ]+)*"
)
_TELL = (
    rf"(?:(?:tell|remind|show|inform|give|let) {_ME}(?: (?:know|again|exactly|please))*"
    r"|(?:find|work|spell|figure) out|look up|find|check|explain|say|tell|state|see|know|learn|hear|understand|confirm"
    r"|quote|cite|repeat|recall|list|describe|outline|summari[sz]e|show|give"
    r"|(?:i|we) (?:wonder|(?:was|were|am) wondering)|do (?:you|we) know|does anybody know|any idea|specify"
    r"|i(?:'m| am) (?:looking for|interested in|curious|trying to find out)"
    rf"|{_WE} (?:want|need|like|have)(?: to (?:know|see|hear|learn|find out|be told|understand))?)"
)
_ASKING = re.compile(
    rf"^{_POLITE}{_TELL}[,:]? (?=(?:(?:from|in|on|at|by|for|to|of|until|since) )?{_WH})", re.IGNORECASE
)
_GIVE = (
    rf"(?:(?:tell|give|show|send|get|find|provide)(?: {_ME})?(?: with)?|look up|find out|name|state|quote|check"
    rf"|{_WE} (?:want|need|like)(?: to (?:know|have|see))?|i(?:'m| am) looking for)"
)
_NOUN = re.compile(
    rf"^{_POLITE}{_GIVE} (?:the )?(?:exact |precise |full |total |current )?"
    r"(?P<what>numbers?|count|dates?|names?|figures?|amounts?|sum|share|percentage|deadline|venue|place) "
    r"(?P<link>of|for|when|where|on which|by which) (?P<rest>.+)$",
    re.IGNORECASE,
)
_NAME = re.compile(rf"^{_POLITE}name the (?=(?:[\w-]+ ){{1,3}}?(?:that|who|which|whose|to|from|with)\b)", re.IGNORECASE)
_WHERE = re.compile(
    rf"^{_POLITE}(?:show|tell|find)(?: {_ME})? where (?P<what>.+?)(?P<treated> (?:is|are|was|were|gets?) (?:being )?"
    r"(?:discussed|dealt with|mentioned|treated|addressed|covered|raised|talked about|described))?$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"^what (?!(?:did|does|do|is|was|were|are)\b)(?P<who>[^,]+?) (?P<verb>said|told|thought|thinks?|says?|tells?"
    r"|(?:answer|ask|claim|demand|explain|mention|propose|recommend|repl[yi]e?|report|request|stress|suggest|want|warn)"
    r"(?:e?d|s))(?= |$)",
    re.IGNORECASE,
)
_QUOTE = re.compile(
    rf"^{_POLITE}(?:quote|cite) (?P<who>(?![^ ]*ing\b).{{2,60}}?) (?P<about>on|about|regarding) (?P<what>.+)$",
    re.IGNORECASE,
)
_SOME = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|(?:a )?few|(?:your|their|its) own|fewer|other)"
)
_SENTENCES = (
    rf"in (?:about |at most )?{_SOME} (?:short |simple |plain )?(?:sentences?|words?|lines?|bullet[ -]points?|bullets)"
)
_WITH = (
    r"with (?:the |its |their |all |exact )*(?:foot ?notes|(?:page|para(?:graph)?)s?(?: (?:and|or) "
    r"(?:page|para(?:graph)?)s?)? (?:numbers?|references?))"
)
_MANNER = (
    rf"(?:{_SENTENCES}|{_WITH}|with (?:the |its |exact |full )*(?:sources?|references?|citations?|quotes|quotations?)"
    r"|in (?:short|brief|summary|a nutshell|bullet[ -]points|bullets|(?:more |some |full )?detail"
    r"|(?:simple|plain|short) (?:words|terms|language|english))"
    r"|(?:very )?(?:briefly|shortly|concisely|succinctly|quickly|simply))"
)
"""How an answer is to be given, which is nothing that it is about."""
_BEGINS = rf"{_WH}|summ?ari[sz]e|{_TELL}|{_GIVE}"
_MANNER_FIRST = re.compile(
    rf"^(?:please |and |but )?{_MANNER}(?: please)?"
    rf"(?:[,:;] *(?:please,? )?| (?:please )?(?={_BEGINS}))(?=\w)",
    re.IGNORECASE,
)
_MANNER_LAST = re.compile(
    rf"(?P<end>[,;:.?!]*)(?:(?:(?<=[,;:.?!])| [-\u2013\u2014]) (?:please )?\(?{_MANNER}| \({_MANNER}"
    rf"| (?:{_SENTENCES}|{_WITH}))\)?(?:,? please)?(?P<mark>[\s.?!]*)$",
    re.IGNORECASE,
)
_SOME_POINTS = re.compile(
    rf"^{_POLITE}(?:{_GIVE}|list) (?:the )?{_SOME} (?:(?:main|key|most important|important) )?points? "
    r"(?:on|about|from|of|in|made (?:on|about|in)) (?P<rest>.+)$",
    re.IGNORECASE,
)
_PIECES = (
    r"(?:facts?|quotes?|quotations?|statements?|passages?|paragraphs?|sentences?|texts?|notes?|essays?|articles?"
    r"|sections?|examples?|details?|information|material)"
)
_BARE = re.compile(
    rf"^{_POLITE}(?:(?:{_GIVE}|(?:list|write|draft|compose|prepare|collect|quote|search for)(?: {_ME})?)"
    rf" (?:(?:the|all|any|some|more|{_SOME}|main|key|important|interesting|relevant|useful|short|brief|good|long) )*"
    rf"{_PIECES}|(?:write|what (?:\w+ )?{_PIECES} (?:is|are) there|(?:is|are) there (?:any|some) {_PIECES}))"
    r" (?:about|on|regarding|concerning) (?P<matter>.+)$",
    re.IGNORECASE,
)
"""An order in which nothing but the matter is asked for."""
_THAT = re.compile(r"^((?:how many|which) (?:[\w-]+ ){1,4}?)(?:that|who|which) ", re.IGNORECASE)
_WITHOUT = r"\1"
_END = re.compile(r"[\s.!?]*$")
_QUESTION = {
    "number": "How many",
    "count": "How many",
    "date": "On what date was",
    "figure": "What is the number of",
    "share": "What is the share of",
}
"""What the noun of an order asks for."""


def without_manner(text: str) -> str:
    """The text without what it says of how the answer is to be given, and its number of points as the main ones.

    >>> without_manner("In one sentence, what did Peru say?"), without_manner("List the fees, with page numbers.")
    ('what did Peru say?', 'List the fees')
    >>> without_manner("Give me three points on fees."), without_manner("Give me two points on what Peru said")
    ('Give me the main points on fees.', 'Tell me what Peru said')
    """
    left = _MANNER_LAST.sub(_ended, _MANNER_FIRST.sub("", text))
    points = _SOME_POINTS.match(left)
    if points:
        said = re.match(_WH, points["rest"], re.IGNORECASE)
        left = f"Tell me {points['rest']}" if said else f"Give me the main points on {points['rest']}"
    return left if re.search(r"\w", left) else text


def _ended(last: re.Match[str]) -> str:
    return "?" if "?" in last["end"] + last["mark"] else ""


def as_question(text: str) -> str:
    """The question that an order contains, or the text as it is.

    >>> as_question("Please tell me who chaired the meeting.")
    'who chaired the meeting?'
    >>> as_question("Give me the number of delegations that spoke"), as_question("Name the States that abstained.")
    ('How many delegations spoke?', 'Which States abstained?')
    >>> as_question("Show me where remittances are discussed.")
    'What is said about remittances?'
    >>> as_question("Quote what Peru said."), as_question("Quote Peru on costs.")
    ('what did Peru say?', 'What did Peru say on costs?')
    >>> as_question("Find three facts about the new port."), as_question("Write me a short paragraph on what Mali said")
    ('the new port?', 'what did Mali say?')
    """
    asked = _END.sub("", text)
    if where := _WHERE.match(asked):
        return f"What is said about {where['what']}?" if where["treated"] else f"{where['what']}?"
    if asking := _ASKING.match(asked):
        return f"{_SAID.sub(_did, asked[asking.end() :])}?"
    if bare := _BARE.match(asked):
        return f"{_SAID.sub(_did, bare['matter'])}?"
    if quote := _QUOTE.match(asked):
        return f"What did {quote['who']} say {quote['about']} {quote['what']}?"
    noun, name = _NOUN.match(asked), _NAME.match(asked)
    named = f"Which {asked[name.end() :]}" if name else ""
    begun = _begun(noun["what"].lower(), noun["link"].lower(), noun["rest"]) if noun else named
    return f"{_THAT.sub(_WITHOUT, begun)}?" if begun else text


def _did(said: re.Match[str]) -> str:
    """What somebody said, as it is asked: "what Peru said" is "what did Peru say"."""
    verb = said["verb"].lower()
    plain = {"said": "say", "told": "tell", "thought": "think", "replied": "reply", "replies": "reply"}
    return f"what did {said['who']} {plain.get(verb) or re.sub('(?:(?<=[^os])ed|(?<=[os]e)d|s)$', '', verb)}"


def _begun(what: str, link: str, rest: str) -> str:
    if re.match(_WH, rest, re.IGNORECASE):
        return rest
    if link not in {"of", "for"}:
        return f"{'Where' if link == 'where' else 'When'} {rest}"
    return f"{_QUESTION.get(what.removesuffix('s'), f'What is the {what} of')} {rest}"
