from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.spelling import american
from assistant.text import comparable, is_scrambled, paragraph_named, plain_letters, sentence_spans, stem, terms


def sentences(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentence_spans(text)]


@pytest.mark.parametrize(
    "text",
    [
        "H.E. Ambassador Smith spoke for Mr. Bingham of the U.N. office.",
        "See para. 5 and art. 12 of the Declaration, vol. 2.",
        "The note (Ref. SQH.3.25.1) came from Qatar.",
        "The plan for 2026 (A/80/6 (Sect. 11)) was considered.",
        "They met twice (see sect. IV and chap. V).",
        "Ms. Warda Henning and Prof. Lee, Dr. Roe, St. Lucia, and Messrs. Doe agreed.",
        "The fee was set at Fr. 45.– per boat.",
        "La Sra. Quispe lamentó que el Sr. Roe y la Dra. Paz no hablaran.",
        "The B.S. in Cyber Security passed, and so did the Ph.D. in Law.",
        "They leased project no. 201-95 to the town.",
        "It cost approx. 10.5 million dollars, i.e. more than in Res. 68/4.",
    ],
)
def test_an_abbreviation_does_not_end_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_sentences_come_without_the_white_space_between_them() -> None:
    assert sentences("The meeting began.  It ended at noon.\n") == ["The meeting began.", "It ended at noon."]


@pytest.mark.parametrize(
    "parts",
    [
        ["They fell over the decade.62", "It is told that 10.5 remain since 2015.100", "\u201cGaps\u201d grew."],
        ["It is stated in WP.6:", "10.", "The group is set up.", "11.", "It meets."],
        ["It decides to meet;", "2.", "Urges all to come."],
    ],
)
def test_the_mark_of_a_footnote_ends_a_sentence_and_a_paragraphs_number_is_no_part_of_one(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("Vet\u0451vendosje", "vetevendosje"),
        ("\u0420rishtina", "prishtina"),
        ("\u041e\u0441\u0430", "\u043e\u0441\u0430"),  # a Cyrillic word
    ],
)
def test_letters_that_look_latin_in_a_latin_word_are_compared_as_such(printed: str, typed: str) -> None:
    assert plain_letters(printed) == typed


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_no_text_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []


@given(st.text(alphabet="aB. ?!\n\u00e91", max_size=80))
def test_sentences_are_in_order_and_lose_nothing_but_white_space(text: str) -> None:
    spans = sentence_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(text[s.start : s.end] for s in spans).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("printed", "typed"),
    [
        ("o\ufb03ce", "office"),  # a ligature
        ("10\u00a0million", "10 million"),  # a non-breaking space
        ("migra\u00adtion", "migration"),  # a soft hyphen
        ("High-\nlevel", "High-level"),  # a hyphen at the end of a line
        ("2013\u20132014", "2013-2014"),
        ("the \u201cDialogue\u201d of the group\u2019s", 'the "Dialogue" of the group\'s'),
        ("two\n  lines", "two lines"),
        ("\uff21\uff22", "AB"),  # full width
    ],
)
def test_quotes_compare_whatever_the_printing_did(printed: str, typed: str) -> None:
    assert comparable(printed) == comparable(typed)


@pytest.mark.parametrize(
    ("a", "b"), [("5 million", "6 million"), ("did", "did not"), ("US", "us"), ("resign", "re-sign")]
)
def test_quotes_that_say_something_else_differ(a: str, b: str) -> None:
    assert comparable(a) != comparable(b)


@given(st.text(max_size=60))
def test_the_comparable_form_is_final(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


def test_an_apostrophe_of_any_kind_is_part_of_a_word() -> None:
    typed = terms("Shuja'iyah in Ma'rib")
    assert typed == terms("Shuja\u2018iyah in Ma\u2019rib") == [stem("Shuja'iyah"), stem("Ma'rib")]
    assert terms("the \u2018women\u2019 there") == terms("the women there")


def test_stems_join_forms_of_a_word_and_drop_the_possessive() -> None:
    assert stem("Migrants") == stem("migrant") == stem("migrant\u2019s")
    assert stem("KNOMAD's") == stem("KNOMAD")


@pytest.mark.parametrize(
    ("printed", "typed"),
    [("Šešelj", "Seselj"), ("Zaïre", "Zaire"), ("Türkiye", "Turkiye"), ("Đukanović", "Dukanovic"), ("Łódź", "Lodz")],
)
def test_a_name_is_found_without_the_marks_on_its_letters(printed: str, typed: str) -> None:
    assert stem(printed) == stem(typed)
    decomposed = unicodedata.normalize("NFD", printed)
    assert plain_letters(decomposed) == plain_letters(typed)


def test_other_scripts_keep_their_marks() -> None:
    for word in ("й", "한국", "ά", "गोष्ठी"):
        assert plain_letters(word) == unicodedata.normalize("NFC", word)


def test_terms_leave_out_function_words_unless_asked() -> None:
    assert terms("What did the representative of Japan announce?") == [
        stem("representative"),
        "japan",
        stem("announce"),
    ]
    assert len(terms("the end", stop=False)) == 2


def test_terms_know_other_scripts_and_numbers() -> None:
    assert terms("\u043c\u0438\u0433\u0440\u0430\u0446\u0438\u044f 68/4 3.5") == [
        "\u043c\u0438\u0433\u0440\u0430\u0446\u0438\u044f",
        "68",
        "4",
        "3.5",
    ]


def test_initials_are_the_same_word_with_and_without_dots() -> None:
    assert terms("the U.S. and the U.K.") == terms("the US and the UK") == [stem("US"), stem("UK")]
    assert terms("Tell us of US$ 5") == terms("of $5") == ["5"]


@pytest.mark.parametrize(
    "text",
    [
        "Of the 14 recommendations (A/78/5 (Vol. I), chap. II) 7 were implemented.",
        "It reads the plan (see Ch. V) and its annexes (A/8 and Corr. I; arts. IV and pp. X to XI).",
        "It heard Gov. Roe, Sen. Doe, Lt. Gen. Lee and Amb. Poe.",
        "It is the plan, Add. I and Rev. A, of which Nos. I to V (eds. Roe and Doe, approx. Two pages) remain.",
    ],
)
def test_parts_of_documents_and_titles_do_not_end_a_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_what_is_no_abbreviation_ends_a_sentence_in_brackets_too() -> None:
    assert sentences("It met (see below. It was long).") == ["It met (see below.", "It was long)."]


@pytest.mark.parametrize(
    ("sentence", "scrambled"),
    [
        ("Everyone is presumed to De iaJjoseat i*gt,\u00eel proved guilty, at which fee h&s te&& \u00abj|X.", True),
        ("COMMISSION DES DROITS DE I^HOMME", True),
        ("See www.example.org/a~b/c&d and AT&T for R&D.", False),
        ("The sum* is 6*, or 10^6.", False),
    ],
)
def test_marks_inside_of_words_tell_a_bad_scan(sentence: str, scrambled: bool) -> None:
    assert is_scrambled(sentence) == scrambled


def test_a_paragraph_without_a_number_is_named_as_one() -> None:
    named = [paragraph_named(label) for label in ("24", "4.2", "u1", "u1-2", "pp2", "II")]
    unnumbered = [f"unnumbered para. {n}" for n in ("1", "1-2", "2")]
    assert named == ["para. 24", "para. 4.2", *unnumbered, "para. II"]


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organised by an organisation", "organized by an organization"),
        ("the organisational modernisation", "the organizational modernization"),
        ("labourers favour a programme", "laborers favor a program"),
        ("two centres, one learning-centred", "two centers, one learning-centered"),
        ("analysed 5 kilometres of defence", "analyzed 5 kilometers of defense"),
        ("panellists travelled, enrolment was fulfilled", "panelists traveled, enrollment was fulfilled"),
        ("a catalogue of judgements", "a catalog of judgments"),
    ],
)
def test_british_and_american_spelling_have_the_same_stems(british: str, american: str) -> None:
    assert terms(british) == terms(american)


@pytest.mark.parametrize(
    ("one", "other"),
    [("revise", "revision"), ("precise", "precision"), ("appraise", "appraisal"), ("advertised", "advertisement")],
)
def test_what_is_written_alike_everywhere_keeps_its_family(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["four", "hour", "tour", "courses", "genre", "massacre", "selling", "crises", "basis"])
def test_other_words_are_left_as_they_are(word: str) -> None:
    assert american(word) == word
