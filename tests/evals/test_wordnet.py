from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import AssistantError
from evals.wordnet import WordNet

LICENCE = "  1 A licence stands before the first entry, indented.\n"
NAMES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}

# Each sense: kind, its words, pointers (relation, sense pointed at, source word and target word in hex).
SENSES = {
    "stream": ("n", ["stream", "watercourse"], [("~", "river", "0000"), ("~", "brook", "0000")]),
    "river": ("n", ["river", "Nile"], [("@", "stream", "0000")]),
    "brook": ("n", ["brook", "small_stream"], [("@", "stream", "0000"), ("+", "flow", "0201")]),
    "man": ("n", ["man", "bloke"], []),
    "flow": ("v", ["flow", "run"], [("+", "brook", "0101"), ("!", "stop", "0201")]),
    "stop": ("v", ["halt", "stop"], [("!", "flow", "0202")]),
    "leak": ("v", ["run"], []),
    "large": ("a", ["large(p)", "big"], [("!", "small", "0101")]),
    "small": ("a", ["small"], [("!", "large", "0101")]),
}
SATELLITES = {"small"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A WordNet of nine senses as in the real files, where a sense is named by the byte at which its line begins."""
    lines: dict[str, list[str]] = {kind: [LICENCE] for kind in NAMES}
    places: dict[str, int] = {}
    for fill in (False, True):  # lines are as long whatever the bytes they name, so the first round finds these
        for kind in NAMES:
            lines[kind] = [LICENCE]
        for name, (kind, words, pointers) in SENSES.items():
            places[name] = sum(map(len, lines[kind]))
            told = " ".join(f"{word} 0" for word in words)
            to = "".join(
                f" {sign} {places[other] if fill else 0:08d} {'s' if other in SATELLITES else SENSES[other][0]} {ends}"
                for sign, other, ends in pointers
            )
            mark = "s" if name in SATELLITES else kind
            count = f"{len(words):02x}"
            lines[kind].append(f"{places[name]:08d} 03 {mark} {count} {told} {len(pointers):03d}{to} | gloss | more\n")
    index: dict[str, dict[str, list[str]]] = {kind: {} for kind in NAMES}
    for name, (kind, words, _) in SENSES.items():
        for word in words:
            index[kind].setdefault(word.partition("(")[0].lower(), []).append(f"{places[name]:08d}")
    for kind, name in NAMES.items():
        (tmp_path / f"data.{name}").write_text("".join(lines[kind]))
        entries = (f"{w} {kind} {len(p)} 2 @ ~ {len(p)} 0 {' '.join(p)}  \n" for w, p in sorted(index[kind].items()))
        (tmp_path / f"index.{name}").write_text(LICENCE + "".join(entries))
        (tmp_path / f"{name}.exc").write_text({"noun": "men man\n", "verb": "ran run\n"}.get(name, ""))
    return tmp_path


def test_synonyms_share_a_sense_or_are_derived_or_are_the_kind_of_thing(folder: Path) -> None:
    words = WordNet(folder)
    # "small stream" gives "flow"; "brook" itself gives nothing, but is a stream
    assert words.synonyms("brook") == ["small stream", "stream"]
    assert words.synonyms("flow") == ["run", "brook"]
    assert words.synonyms("watercourse") == ["stream"]
    assert words.synonyms("man") == ["bloke"]
    assert words.synonyms("unheard") == []


def test_a_name_is_no_synonym(folder: Path) -> None:
    assert WordNet(folder).synonyms("river") == ["stream"]


def test_antonyms_are_those_of_the_word_itself(folder: Path) -> None:
    words = WordNet(folder)
    assert words.antonyms("large") == ["small"]
    assert words.antonyms("small") == ["large"]  # its mark "(p)" is no part of it
    assert words.antonyms("big") == []
    assert words.antonyms("run") == ["halt"]
    assert words.antonyms("stop") == ["run"]


def test_siblings_are_other_things_of_the_kind(folder: Path) -> None:
    words = WordNet(folder)
    assert words.siblings("river") == ["brook"]
    assert words.siblings("brook") == ["river"]
    assert words.siblings("stream") == []


@pytest.mark.parametrize(
    ("form", "base"),
    [("rivers", "river"), ("larger", "large"), ("men", "man"), ("ran", "run"), ("flowing", "flow")],
)
def test_a_word_is_found_in_its_forms(folder: Path, form: str, base: str) -> None:
    words = WordNet(folder)
    found = (words.synonyms(form), words.antonyms(form), words.siblings(form))
    plain = (words.synonyms(base), words.antonyms(base), words.siblings(base))
    assert found == plain != ([], [], [])


def test_an_irregular_form_is_not_cut_by_rule(folder: Path) -> None:
    (folder / "adj.exc").write_text("larger larger\n")
    assert WordNet(folder).antonyms("larger") == []


def test_without_wordnet_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match=r"data\.noun cannot be read .* `apt install wordnet-base`") as raised:
        WordNet(tmp_path / "nowhere")
    assert "\n" not in str(raised.value)
