"""What belongs to the page and not to the report: running headers, footers, page numbers, footnotes.

A running line is one that stands at the same height on several pages with the same words, numbers
aside, or that has the form of a page number, a job number or the document's own symbol, in a margin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.reading.header import find_symbol
from assistant.reading.lines import Line, Page, join, usual

__all__ = ["Clean", "clean"]

_EDGE = 5
_FORMS = re.compile(
    r"""^(?:
        (?:-|–|\[)?\s*(?:page|p\.)?\s*\d{1,4}\s*(?:-|–|\])?            # a page number
      | (?:\d{1,4}\s+)?\d\d-\d{5}\w?\*?(?:\s+\d{1,4}(?:/\d{1,4})?)?      # a job number with or without a page
      | \d{1,4}/\d{1,4}(?:\s+\d\d-\d{5}\w?\*?)?                          # page 4/15
      | \d\d-\d{5}\w?\*?\s*\(\w\)\s*[\d\s]*(?:/\.\.\.)?                  # 97-31720 (E) 191197
      | \*\d{6,8}\*                                                      # a bar code
      | /?\.\.\.
      | (?:English|French|Français|Spanish|Page)(?:\s+(?:page\s+)?\d{1,4})?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_RULE = re.compile(r"^[_\u2014\u2500-]{5,}$")
_NOTE = re.compile(r"^(?P<mark>\d{1,3}|\*{1,3}|[a-z])(?:\s+|(?=[A-Z“\"]))(?=\S)")
_SYMBOL_LINE = re.compile(r"^(?:[A-Z]{1,6}/[\w./()-]+\*?\s*(?:-\s*)?)+$")


@dataclass(slots=True)
class Clean:
    """The report's own lines in order, each page's footnotes by mark, and the typical measures."""

    lines: list[Line]
    notes: dict[tuple[int, str], str] = field(default_factory=dict)
    body_size: float = 0.0
    leading: float = 0.0
    margin: float = 0.0


def clean(pages: Sequence[Page]) -> Clean:
    """The lines of the pages without running lines and footnotes."""
    running = _running(pages)
    symbol = find_symbol("\n".join(line.text for page in pages[:1] for line in page.lines)) or ""
    kept: list[tuple[Page, list[Line]]] = []
    for page in pages:
        edges = _edges(page)
        lines = [
            line
            for i, line in enumerate(page.lines)
            if not (
                (i in edges and ((_shape(line), _height(line)) in running or _is_form(line, symbol, page)))
                or re.fullmatch(r"/\.\.\.", line.text)
            )
        ]
        kept.append((page, lines))
    size = usual([line.size for _, lines in kept for line in lines for _ in range(len(line.text) // 20)], 10.0)
    result = Clean([], body_size=size)
    for page, lines in kept:
        at = _notes_begin(lines, size)
        for mark, text in _notes(lines[at:]):
            result.notes[page.number, mark] = text
        result.lines += lines[:at]
    steps = [
        a.y - b.y
        for a, b in zip(result.lines, result.lines[1:], strict=False)
        if a.page == b.page and 0 < a.y - b.y < 3 * size
    ]
    result.leading = usual(steps, size * 1.2)
    result.margin = usual([line.x for line in result.lines])
    return result


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text))


def _height(line: Line) -> int:
    return round(line.y / 4)


def _edges(page: Page) -> set[int]:
    """The lines at the page's head and foot: by height, or by order where heights say nothing."""
    order = sorted(range(len(page.lines)), key=lambda i: -page.lines[i].y)
    if len({round(line.y) for line in page.lines}) < 3:  # noqa: PLR2004
        order = list(range(len(page.lines)))
    return {*order[:_EDGE], *order[-_EDGE:]}


def _running(pages: Sequence[Page]) -> set[tuple[str, int]]:
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({(_shape(page.lines[i]), _height(page.lines[i])) for i in _edges(page)})
    # On facing pages the outer margin changes, so a running line may be on every second page only.
    enough = max(3, round(len(pages) * 0.3))
    return {key for key, n in seen.items() if n >= enough and len(key[0]) < 120}  # noqa: PLR2004


def _is_form(line: Line, symbol: str, page: Page) -> bool:
    if _FORMS.match(line.text):
        return True
    if page.number == 1:
        return False
    return bool(_SYMBOL_LINE.match(line.text)) and (symbol in line.text if symbol else True)


def _notes_begin(lines: Sequence[Line], size: float) -> int:
    """Where the footnotes at the foot of a page begin: after a rule, or where small print with a mark begins."""
    for at, line in enumerate(lines):
        if _RULE.match(line.text):
            return at
    first = len(lines)
    for at in range(len(lines) - 1, max(len(lines) - 25, 0), -1):
        line = lines[at]
        mark = _NOTE.match(line.text)
        small = line.size <= size - 0.9
        stands_off = line.gap and lines[at - 1].y - line.y > 1.4 * size and line.x > lines[at - 1].x - 1
        if mark and (small or (stands_off and mark["mark"].isdigit())) and not re.match(r"[a-z]", mark["mark"]):
            first = at
        elif not small and at < first - 4:
            break
    return first


def _notes(lines: Sequence[Line]) -> list[tuple[str, str]]:
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        if _RULE.match(line.text):
            continue
        mark = _NOTE.match(line.text)
        if mark and (not found or not mark["mark"].isdigit() or _follows(found[-1][0], mark["mark"])):
            found.append((mark["mark"], [line.text[mark.end() :]]))
        elif found:
            found[-1][1].append(line.text)
        else:
            found.append(("", [line.text]))
    return [(mark, join(texts)) for mark, texts in found]


def _follows(before: str, mark: str) -> bool:
    return not before.isdigit() or 0 < int(mark) - int(before) <= 2  # noqa: PLR2004


def words_of(lines: Sequence[Line]) -> frozenset[str]:
    """All words that stand whole within a line, to know a hyphen that only the line break made."""
    counted: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        for word in re.findall(r"[^\W\d_]+(?![\w-])", line.text):
            counted[word.casefold()] += 1
    return frozenset(counted)
