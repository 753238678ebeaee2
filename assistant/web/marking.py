"""A paragraph as HTML: quoted words marked, damage struck out, abbreviations explained, all else escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from assistant.report import Abbreviation, Paragraph, Span

__all__ = ["damage", "paragraph_html"]


def paragraph_html(
    paragraph: Paragraph,
    quote: Span | None = None,
    others: Sequence[Span] = (),
    abbreviations: Sequence[Abbreviation] = (),
) -> str:
    """The words of `paragraph` with `quote` in one `<mark>` and `others` underlined."""
    text = paragraph.text
    marks = _apart(len(text), quote, others)
    struck = [(next((m.end for m, _ in marks if m.start < at < m.end), at), words) for at, words in damage(paragraph)]
    known = {a.short: a.long for a in abbreviations}
    out: list[str] = []
    done = 0

    def plain(until: int) -> None:
        nonlocal done
        for at, words in [s for s in struck if done <= s[0] <= until]:
            out.append(_words(text[done:at], known))
            out.append(f'<del title="Damaged in this copy; never quoted">{escape(words)}</del>')
            struck.remove((at, words))
            done = at
        out.append(_words(text[done:until], known))
        done = until

    for span, tag in marks:
        plain(span.start)
        out.append(f"<{tag}>{_words(text[span.start : span.end], known)}</{tag.split()[0]}>")
        done = span.end
    plain(len(text))
    return "".join(out)


def damage(paragraph: Paragraph) -> list[tuple[int, str]]:
    """The garbled pieces of `paragraph.raw`, each with the offset in `paragraph.text` where it stood.

    Text and raw are aligned by their visible characters, since joining lines changes only white
    space. Where they differ in more than that, the pieces are put at the end rather than at a guess.
    """
    pieces = [(s, paragraph.raw[s.start : s.end].strip()) for s in sorted(paragraph.garbled)]
    sound, last = "", 0
    before: list[int] = []
    for span, _ in pieces:
        sound += paragraph.raw[last : span.start]
        before.append(len(_visible(sound)))
        last = span.end
    sound += paragraph.raw[last:]
    offsets = [i + 1 for i, c in enumerate(paragraph.text) if not c.isspace()]
    if _visible(sound) != _visible(paragraph.text):
        return [(len(paragraph.text), words) for _, words in pieces if words]
    return [(offsets[n - 1] if n else 0, words) for n, (_, words) in zip(before, pieces, strict=True) if words]


def _visible(text: str) -> str:
    return "".join(text.split())


def _apart(length: int, quote: Span | None, others: Sequence[Span]) -> list[tuple[Span, str]]:
    """The spans in order, inside the text and not overlapping; the quote wins over the others."""
    kept: list[tuple[Span, str]] = []
    for span, tag in [*([(quote, "mark")] if quote else []), *((o, 'span class="also"') for o in others)]:
        free = all(span.end <= k.start or span.start >= k.end for k, _ in kept)
        if 0 <= span.start < span.end <= length and free:
            kept.append((span, tag))
    return sorted(kept)


def _words(text: str, known: dict[str, str]) -> str:
    """Escaped text; the first use of each known abbreviation explains itself on hover and focus."""
    if not known or not text:
        return escape(text)
    forms = "|".join(re.escape(k) for k in sorted(known, key=len, reverse=True))
    seen: set[str] = set()
    out, last = [], 0
    for m in re.finditer(rf"(?<![\w-])(?:{forms})(?![\w-])", text):
        if m[0] in seen:
            continue
        seen.add(m[0])
        out.append(escape(text[last : m.start()]))
        out.append(f'<abbr title="{escape(known[m[0]])}" tabindex="0">{escape(m[0])}</abbr>')
        last = m.end()
    return "".join([*out, escape(text[last:])])
