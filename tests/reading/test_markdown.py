"""Markdown: items, rows, quotations and footnotes."""

from __future__ import annotations

from pathlib import Path

from assistant.reading import read_report

TEXT = """# Minutes of the Port Committee of 3 May 2024

[[_TOC_]]

**Chair:** Ms. Doe{two}
**Clerk:** Mr. Roe

## Cranes

1. The Committee approved the cranes.[^a]
2. Mr. Roe said that the report of
   2023. was late.
   - It was never sent.
3. Nobody spoke.

> Decision: The cranes are bought.

<!-- the price
is secret -->

| Crane | Price |
|-------|------:|
| North | 4,000 |

- [x] Ms. Doe to write
- [ ] Mr. Roe to ask

## Fees

The fees were raised in
2024. They were paid.

[^a]: Ms. Doe voted against.
[^b]: Nobody refers to this.
"""


def test_items_rows_and_quotations_are_paragraphs_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    path.write_text(TEXT.replace("{two}", "  "), encoding="utf-8")
    report = read_report(path)
    assert [(p.label, p.text, p.footnotes) for p in report.paragraphs()] == [
        ("1", "Chair: Ms. Doe", ()),
        ("2", "Clerk: Mr. Roe", ()),
        ("1", "The Committee approved the cranes.", ("Ms. Doe voted against.",)),
        ("2", "Mr. Roe said that the report of 2023. was late.", ()),
        ("u1", "It was never sent.", ()),
        ("3", "Nobody spoke.", ()),
        ("u2", "Decision: The cranes are bought.", ()),
        ("u3", "Crane | Price", ()),
        ("u4", "North | 4,000", ()),
        ("u5", "[x] Ms. Doe to write", ()),
        ("u6", "[ ] Mr. Roe to ask", ()),
        ("1", "The fees were raised in 2024. They were paid.", ()),
        ("2", "Nobody refers to this.", ()),
    ]


def test_numbers_are_those_that_the_page_shows(tmp_path: Path) -> None:
    path = tmp_path / "r.md"
    items = "1. One spoke.\n1. Two spoke.\n1. Three spoke.\n"
    path.write_text(f"# Minutes of 3 May\n\n## Fees\n\n{items}", encoding="utf-8")
    assert [(p.label, p.text) for p in read_report(path).paragraphs()] == [
        ("1", "One spoke."),
        ("2", "Two spoke."),
        ("3", "Three spoke."),
    ]
