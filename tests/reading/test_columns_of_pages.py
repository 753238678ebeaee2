"""Pages set in two columns, footnotes within them, and hyphens that only a line's end made."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from assistant.errors import NoTextError
from assistant.reading import read_report
from assistant.reading.draft import assemble
from assistant.reading.layout import clean
from assistant.reading.lines import Line, Page
from assistant.reading.pdf import read_pages
from assistant.reading.structure import draft_from_pages

LEFT = """
# Report of the Reed Board on its ninth session
# I. Opening
1. The session was opened by the Chair of the Board.
2. The agenda of the session was adopted by the Board.
# II. Dredging
3. Romania introduced the report on the dredging of
""".strip()
RIGHT = """
the lower river, which was paid by the fund.¹
1 See the second table of the report.
4. Bulgaria asked that the towns along the river be
consulted before the next campaign.
# III. Boats
5. The observer for the Union spoke of the shortage.
6. The Chair closed the session in the afternoon.
""".strip()


def column(text: str, x: float) -> list[Line]:
    found = []
    for row, line in enumerate(text.splitlines()):
        bold = line.startswith("# ")
        size = 9.0 if line.startswith("1 ") else 12.0
        found.append(Line(line.removeprefix("# "), 1, x, 700.0 - 18 * row, size, bold))
    return found


def test_numbers_go_on_in_the_second_column() -> None:
    page = Page(1, 842.0, (*column(LEFT, 60.0), *column(RIGHT, 310.0)))
    report = assemble(draft_from_pages([page]), name="report", sha256="0")
    found = {f"{s.id}/{p.label}": p for s in report.sessions for p in s.paragraphs if s.kind == "body"}
    assert list(found) == ["I/1", "I/2", "II/3", "II/4", "III/5", "III/6"]
    dredging = "Romania introduced the report on the dredging of the lower river, which was paid by the fund."
    assert (found["II/3"].text, found["II/3"].footnotes) == (dredging, ("1 See the second table of the report.",))
    assert found["II/4"].text.endswith("consulted before the next campaign.")


def test_a_date_above_the_text_is_no_footnote() -> None:
    lines = [Line("2 May 2025", 1, 400.0, 760.0, 12.0)]
    lines += [Line(f"The Board met again and spoke at length of reeds.{'²' * (n == 3)}", 1, 60.0, 700.0 - 18 * n, 12.0)
              for n in range(5)]  # fmt: skip
    lines += [Line("2 See the annex.", 1, 60.0, 80.0, 9.0)]
    page = clean([Page(1, 842.0, tuple(lines))])
    assert page.lines[0].text == "2 May 2025"
    assert page.notes == {(1, "2"): "See the annex."}


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ("(con) Tj /Span<</ActualText <FEFF00AD>>> BDC 20 0 Td ( ) Tj EMC 0 0 Td (sensus) Tj", "consensus"),
        ("(Land) Tj /Span<</ActualText <FEFF00AD>>> BDC 30 0 Td ( ) Tj EMC 0 0 Td (-) Tj", "Land\u00ad"),
        ("(di) Tj /Span<</ActualText <FEFF006600AD0066>>> BDC (?) Tj 5 0 Td (?) Tj EMC 5 0 Td (er) Tj", "differ"),
        ("(the fund.) Tj /F 8.3 Tf 39 4 Td (1) Tj /F 10 Tf 4.6 -4 Td ( It) Tj", "the fund.¹ It"),
    ],
    ids=["a space within a line", "a hyphen at its end", "within a ligature", "a mark hardly smaller than the text"],
)
def test_what_a_line_shows_is_what_it_says(tmp_path: Path, drawn: str, text: str) -> None:
    write(tmp_path / "x.pdf", drawn)
    (read,), _ = read_pages(tmp_path / "x.pdf", "x")
    assert [line.text for line in read.lines] == [text]


def test_a_pdf_of_letters_that_it_does_not_name_says_what_to_do(tmp_path: Path) -> None:
    write(tmp_path / "x.pdf", "(&0\\001\\022\\025\\022\\026) Tj")
    with pytest.raises(NoTextError, match=r"that can be quoted, perhaps .* `ocrmypdf --force-ocr`"):
        read_report(tmp_path / "x.pdf")


def write(path: Path, drawn: str) -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(612, 792)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(f"BT /F 10 Tf 72 700 Td {drawn} ET".encode())
    page[NameObject("/Contents")] = stream
    writer.write(path)
