from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.reading.garble import garbled_spans, without
from evals.reading import false_alarms


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("include migration in the possmt1.9() 10.40.9(e)9.2(a) n-1.6(r)-464.6(he", "include migration in the"),
        ("91c)9.2(l)ndi)6.2(t)grand(s)ah6(nt)fi(irk)jight4.6Ar9(idn9, ld()), ld(),", ""),
        ("It was \ufffd\ufffd\ufffd\ufffd said", "It was said"),
        ("The (cid:12)(cid:33)(cid:4) closed", "The closed"),
        ("Open [(T)-3(h)2(e)]TJ meeting", "Open meeting"),
        ("Then 7KH PHHWLQJ ZDV KHOG LQ *HQHYD RQ WKH WKLUG and closed", "Then and closed"),
    ],
)
def test_broken_extraction_is_found_by_its_looks(text: str, sound: str) -> None:
    assert without(text, garbled_spans(text)) == sound


@pytest.mark.parametrize(
    "text",
    [
        "under rule 9.2(a) of resolution 12(a)(iii), A/RES/68/4, paragraph 5(b)",
        "(A/C.5/79/7/Add.12, paras. 9 and 34–36), COVID-19, CO2, H2SO4 and US$1.2 million (2014)",
        "see https://social.desa.un.org/csocd/63rd-session. Write to a.b@un.org.",
        "the UNDP, UNFPA, UNOPS, WHO, FAO, ILO, IMF and PDF CSS HTTP FTP TCP",
        "E/ICEF/672(Part I), S/RES/1325(2000), resolutions 2200 A (XXI), 39/46, 68/268 and 77/209",
        "",
    ],
)
def test_sound_text_is_left_alone(text: str) -> None:
    assert garbled_spans(text) == []


def test_false_alarms_over_real_reports_are_rarer_than_one_in_ten_thousand(shared: Path) -> None:
    lines = (shared / "data/un-reports/docs.jsonl").read_text(encoding="utf-8").splitlines()[::4]
    result = false_alarms(json.loads(line)["text"] for line in lines)
    assert result["sentences"] > 5000
    assert result["rate"] <= 1e-4, result["hits"]
