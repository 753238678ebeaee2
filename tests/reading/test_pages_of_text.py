"""Plain text with form feeds: what stands at a page's edges is no paragraph, and cuts no sentence."""

from __future__ import annotations

from pathlib import Path

from assistant.reading import read_report

PAGES = """REED ASSEMBLY
RA/PV.7

PROVISIONAL VERBATIM RECORD OF THE SEVENTH MEETING

     The meeting was called to order at 10 a.m.

     Ms. TANAKA (Japan): Japan regrets the tone. The figure rests on a

                    1
\f                                RA/PV.7
                     (Ms. Tanaka, Japan)

survey that was never finished.

     Mr. SOTO (Chile): Chile agrees.

                    2
\fRA/PV.7

     The meeting rose at noon.
"""


def test_a_sentence_goes_on_over_the_edges_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "r.txt"
    path.write_text(PAGES, encoding="utf-8")
    body = [p for s in read_report(path).sessions if s.kind == "body" for p in s.paragraphs]
    assert [(p.label, p.text) for p in body] == [
        ("1", "The meeting was called to order at 10 a.m."),
        ("2", "Ms. TANAKA (Japan): Japan regrets the tone. The figure rests on a survey that was never finished."),
        ("3", "Mr. SOTO (Chile): Chile agrees."),
        ("4", "The meeting rose at noon."),
    ]
