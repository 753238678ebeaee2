"""In which language a text seems to be, told by its letters and function words: a question, a sentence or a report."""

from __future__ import annotations

import re

__all__ = ["SCRIPTS", "code_of", "language_of"]

_FUNCTION_WORDS = {
    "English": """the of in on at is are was were did does do has have had who whom whose what which when where why how
        and or for with by from to a an about any many much will would could should""",
    "French": """le la les des du est sont était ont une un dans sur pour avec par qui que quoi quel quelle quels
        quelles où quand comment pourquoi combien de au aux et""",
    "Spanish": """el la los las del una un es son fue en por para con qué quién quiénes cuál cuáles cuándo dónde cómo
        cuánto cuántos de que y al se""",
    "German": """der die das den dem des ist sind war waren wurde hat haben ein eine einen und in aus von mit für über
        wer was wann wo wie warum welche welcher welches wen""",
    "Portuguese": """o a os as do da dos das é são foi em no na por para com que quem qual quais quando onde como quanto
        quantos de e um uma""",
    "Italian": """il lo la i gli le del della dei delle è sono era di in su per con da che chi quale quali quando dove
        come perché quanto quanti un una e""",
}
_LISTS = {name: frozenset(words.split()) for name, words in _FUNCTION_WORDS.items()}
SCRIPTS = (("Arabic", "\u0600-\u06ff"), ("Chinese", "\u4e00-\u9fff"), ("Russian", "\u0400-\u04ff"))
_CODES = {
    "English": "en",
    "French": "fr",
    "Spanish": "es",
    "German": "de",
    "Portuguese": "pt",
    "Italian": "it",
    "Arabic": "ar",
    "Chinese": "zh",
    "Russian": "ru",
}
_ENOUGH = 2
"""Function words that must speak for a language: one may be part of a name ("La Paz")."""


def language_of(text: str) -> str | None:
    """The English name of the language, None where too little speaks for any. English wins a draw."""
    for name, letters in SCRIPTS:
        if len(re.findall(f"[{letters}]", text)) > len(re.findall(r"[A-Za-z]", text)):
            return name
    words = re.findall(r"[^\W\d_]+", text.casefold())
    counts = {name: sum(w in known for w in words) for name, known in _LISTS.items()}
    best = max(counts, key=lambda name: (counts[name], name == "English"))
    return best if counts[best] >= _ENOUGH else None


def code_of(text: str) -> str | None:
    """The code of the same language: `fr`."""
    return _CODES.get(language_of(text) or "")
