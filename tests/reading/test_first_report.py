"""The first report, as a person holding this copy would describe it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.report import Report


def test_the_header_is_read_from_the_front_and_the_body(first: Report) -> None:
    assert (first.id, first.symbol) == ("esa-p-wp-237", "ESA/P/WP.237")
    assert first.title == "Twelfth Coordination Meeting on International Migration"
    assert (first.date, first.place, first.language) == ("20-21 February 2014", "New York", "en")


def test_sessions_are_those_of_this_copy(first: Report) -> None:
    assert [(s.id, s.number, s.kind) for s in first.sessions] == [
        ("front", None, "front"),
        ("abbreviations", None, "abbreviations"),
        ("unmarked", None, "body"),
        ("VII", "VII", "body"),
        ("VIII", "VIII", "body"),
    ]
    assert first.audit.missing_sessions == ("I", "II", "III", "IV", "V", "VI")


def test_body_paragraphs_are_counted_straight_through(first: Report) -> None:
    body = [p for s in first.sessions if s.kind == "body" for p in s.paragraphs]
    assert [p.label for p in body] == [str(n) for n in range(1, len(body) + 1)]
    assert all(p.counted for p in body)
    assert str(body[14].ref) == "esa-p-wp-237/VII/15"
    assert body[14].text.startswith("Ms. Warda Henning of UNODC")


def test_garble_is_set_aside_and_kept_raw(first: Report) -> None:
    found = [p.raw[s.start : s.end] for p in first.paragraphs() for s in p.garbled]
    assert len(found) == 3 == first.audit.garbled_spans
    assert found[0].startswith("MaI7(r)311.4(d")
    assert found[1].startswith("possmt1.9()")
    assert found[2].startswith("91c)9.2(l)")
    assert not any("9.2(" in p.text for p in first.paragraphs())


def test_cut_paragraphs_are_marked(first: Report) -> None:
    body = {p.label: p.truncated for s in first.sessions if s.kind == "body" for p in s.paragraphs}
    assert body["1"] == (False, True)
    assert body["2"] == (True, True)
    assert body["7"] == (False, False)
    assert body["8"] == (False, True)
    assert body["13"] == (True, False), "a capital letter, but the page before it is missing"
    assert body["17"] == (False, True)


def test_abbreviations_come_from_the_list_or_a_sound_definition(first: Report) -> None:
    known = {a.short: a for a in first.abbreviations}
    assert known["IOM"].long == "International Organization for Migration"
    assert known["ILO"].long == "International Labour Organization"
    assert known["KNOMAD"].long == "Global Knowledge Partnership on Migration and Development"
    assert str(known["KNOMAD"].defined) == "esa-p-wp-237/unmarked/11"
    assert known["UN/DESA"].long == "Department of Economic and Social Affairs"
    assert "UNODC" in first.audit.undefined_abbreviations


def test_the_first_speakers(first: Report) -> None:
    said = {(s.name, s.role, s.organisation) for p in first.paragraphs() for s in p.statements}
    assert ("Ms. Warda Henning", None, "UNODC") in said
    assert ("Mr. John Bingham", None, "International Catholic Migration Commission") in said
    assert ("Mr. Dilip Ratha", "Manager of the Migration and Remittances Unit", "World Bank") in said
    assert (None, "representative", "World Bank") in said


def test_a_pronoun_without_a_speaker_in_the_paragraph_stays_unattributed(first: Report) -> None:
    [he] = [
        s
        for p in first.paragraphs()
        for s in p.statements
        if p.text[s.start : s.end].startswith("He welcomed commitments")
    ]
    assert (he.strength, he.name) == ("unattributed", None)


def test_it_fits_the_contract_and_survives_json(first: Report, contract: Callable[[str, Any], None]) -> None:
    contract("report", first.to_json())
    assert Report.from_json(first.to_json()) == first
