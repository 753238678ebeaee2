"""What belongs to the page and not to the report: running headers, footers, page numbers, footnotes.

A running line is one that stands at the same height on several pages with the same words, numbers
aside, or that has the form of a page number, a job number or the document's own symbol, in a margin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter

from assistant.reading.header import find_symbol
from assistant.reading.lines import Line, Page, in_one_column, join, usual

__all__ = ["Clean", "clean"]

_EDGE = 5
_SMALLER = 0.9
"""By so many points footnotes are set smaller than the text."""
_LONGEST = 100
"""No running line is longer."""
_FORMS = re.compile(
    r"""^(?:
        (?:-|–|\[)?\s*(?:page|p\.)?\s*\d{1,4}\s*(?:-|–|\])?            # a page number
      | (?:\d{1,4}\s+)?\d\d-\d{5}\w?\*?(?:\s+\d{1,4}(?:/\d{1,4})?)?      # a job number with or without a page
      | \d{1,4}/\d{1,4}(?:\s+\d\d-\d{5}\w?\*?)?                          # page 4/15
      | \d\d-\d{5}\w?\*?\s*\(\w\)\s*[\d\s]*(?:/\.\.\.)?                  # 97-31720 (E) 191197
      | \*\d{6,8}\*                                                      # a bar code
      | [/I1]?\s*\.(?:\s?\.){1,2}\s*\W?
      | \d{1,2}/\d{1,2}/\d{2,4},\ \d{1,2}:\d\d(?:\s?[AP]M)?(?:\s.*)?    # what a browser prints above a page
      | (?:(?:f|ﬁ)i?le|https?)://\S+\s+\d{1,4}/\d{1,4}                   # and below it
      | (?:English|French|Français|Spanish|Page)(?:\s+(?:page\s+)?\d{1,4})?
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_RULE = re.compile(r"^[_\u2014\u2500-]{5,}$")
_NOTE = re.compile(r"^(?P<mark>\d{1,3}|\*{1,3}|[a-z])(?:\s+|(?=[A-Z“\"]))(?=\S)")
_MARKS = re.compile("[⁰¹²³⁴-⁹]+")
_ENDS = re.compile(r"""[.,;:!?)\]"'’”»]$""")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SYMBOL_LINE = re.compile(r"^[A-Z]{1,6}\.?/[\w./()]+\*?(?:[\s-]+[A-Z]{1,6}\.?/[\w./()]+\*?)*$")


@dataclass(slots=True)
class Clean:
    """The report's own lines in order, each page's footnotes by mark, and the typical measures."""

    lines: list[Line]
    notes: dict[tuple[int, str], str] = field(default_factory=dict)
    body_size: float = 0.0
    leading: float = 0.0
    margin: float = 0.0

    def step(self, size: float, usual: float) -> float:
        """How far apart lines of this size may stand: so many times their size, or as far as those of the text."""
        return size * max(usual, 1.1 * self.leading / self.body_size if self.body_size else 0.0)

    def note(self, mark: str, pages: Collection[int | None]) -> str | None:
        """The footnote with this mark: on these pages, or the first one elsewhere."""
        found = [(page not in pages, text) for (page, key), text in self.notes.items() if key == mark]
        return min(found, key=itemgetter(0))[1] if found else None

    def without_marks(self, text: str, pages: Collection[int | None]) -> tuple[str, tuple[str, ...]]:
        """A paragraph without the marks of its footnotes, and the footnotes. A power, as in m², stays."""
        notes: dict[str, None] = {}

        def drop(match: re.Match[str]) -> str:
            mark = match.group().translate(_DIGITS)
            note = self.note(mark, pages)
            if note:
                notes[f"{mark} {note}"] = None
            return "" if note or _ENDS.search(text[: match.start()]) else match.group()

        return _MARKS.sub(drop, text), tuple(notes)


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
                (i in edges and (_place(line, page) in running or _is_form(line, symbol, page)))
                or re.fullmatch(r"/\.\.\.", line.text)
            )
        ]
        kept.append((page, lines))
    kept = [(page, in_one_column(_in_order(lines))) for page, lines in kept]
    size = usual([line.size for _, lines in kept for line in lines for _ in range(len(line.text) // 20)], 10.0)
    result = Clean([], body_size=size)
    for page, printed in kept:
        lines, inset = _without_inset(printed, size)
        for mark, text in _notes(inset):
            result.notes[page.number, mark] = text
        at = _notes_begin(lines, size)
        for mark, text in _notes(lines[at:]):
            result.notes[page.number, mark] = text
        result.lines += lines[:at]
    steps = [a.y - b.y for a, b in pairwise(result.lines) if a.page == b.page and 0 < a.y - b.y < 3 * size]
    result.leading = usual(steps, size * 1.2)
    result.margin = usual([line.x for line in result.lines for _ in range(1 + len(line.text) // 20)])
    return result


def _in_order(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom where a page in one column was stored in another order."""
    jumps = sum(b.y > a.y + 2 * max(a.size, 1) for a, b in pairwise(lines))
    if jumps < 2:  # noqa: PLR2004
        return lines
    left = min(line.x for line in lines)
    right = sum(line.x > left + 180 for line in lines)
    return sorted(lines, key=lambda line: -line.y) if right * 8 < len(lines) else lines


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s+", " ", line.text))


def _in_margin(line: Line, page: Page) -> bool:
    return line.y > page.height * 0.88 or line.y < page.height * 0.12


def _place(line: Line, page: Page) -> tuple[str, int]:
    """A line's words and height, numbers aside; in a margin the height is no matter, since scans shift."""
    return _shape(line), 0 if _in_margin(line, page) else round(line.y / 4)


def _edges(page: Page) -> set[int]:
    """The lines at the page's head and foot: by height, or by order where heights say nothing."""
    order = sorted(range(len(page.lines)), key=lambda i: -page.lines[i].y)
    if len({round(line.y) for line in page.lines}) < 3:  # noqa: PLR2004
        order = list(range(len(page.lines)))
    return {*order[:_EDGE], *order[-_EDGE:]}


def _running(pages: Sequence[Page]) -> set[tuple[str, int]]:
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_place(page.lines[i], page) for i in _edges(page)})
    # On facing pages the outer margin changes, so a running line may be on every second page only.
    enough = max(3, round(len(pages) * 0.3))
    return {key for key, n in seen.items() if n >= enough and len(key[0]) < 120}  # noqa: PLR2004


def _is_form(line: Line, symbol: str, page: Page) -> bool:
    if len(line.text) > _LONGEST or (page.height and not _in_margin(line, page)):
        return False
    if _FORMS.match(line.text):
        # "9/15" is a page of fifteen; "2025/9" is a decision at the head of a page.
        count = re.match(r"(\d+)/(\d+)$", line.text)
        return not count or int(count[1]) <= int(count[2])
    if page.number == 1:
        return False
    return bool(_SYMBOL_LINE.match(line.text)) and (symbol in line.text if symbol else True)


def _notes_begin(lines: Sequence[Line], size: float) -> int:
    """Where the footnotes at the foot of a page begin: after a rule, or where small print with a mark begins."""
    for at, line in enumerate(lines):
        if _RULE.match(line.text):
            return at
    first = max(len(lines) - 30, 1)
    marks = _marks(lines[:first])
    for at in range(first, len(lines)):
        line, above = lines[at], lines[at - 1]
        marks |= _marks(lines[at - 1 : at])  # a note stands below its mark: no date above it is one
        mark = _NOTE.match(line.text)
        if mark is None or mark["mark"].isalpha():
            continue
        small = line.size <= size - _SMALLER
        stands_off = above.y - line.y > 1.3 * size and (line.gap or mark["mark"] in marks)
        if small and mark["mark"][0] == "*":
            return at
        if (small or stands_off) and mark["mark"] in marks:
            return at
        if small and all(rest.size <= size - _SMALLER for rest in lines[at:]):
            return at
    return len(lines)


def _marks(lines: Sequence[Line]) -> set[str]:
    return {m.translate(_DIGITS) for line in lines for m in _MARKS.findall(line.text)}


def _without_inset(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """A page's lines without the footnotes that stand within its text, as at the end of a column, and these."""
    own: list[Line] = []
    inset: list[Line] = []
    marks: set[str] = set()
    for small, group in groupby(lines, key=lambda line: line.size <= size - _SMALLER):
        run = list(group)
        mark = _NOTE.match(run[0].text)
        if small and mark and mark["mark"] in marks and run[-1] is not lines[-1]:
            inset += run
        else:
            own += run
            marks |= _marks(run)
    return own, inset


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
    """All words that stand whole within a line, those with a hyphen too, to know one that only the line break made."""
    counted: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![\w\u00ad\u2010-])", line.text):
            counted[word.casefold()] += 1
    return frozenset(counted)
