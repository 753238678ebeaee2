"""WordNet's dictionary files: words that mean the same as another, its opposite, or another thing of its kind.

Of each part of speech (noun, verb, adj, adv) there are `index.*`, which names a word's senses by their byte in
`data.*`, and `*.exc` with irregular forms; the layout is that of the manual page wndb(5WN).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from assistant.errors import AssistantError

__all__ = ["WordNet"]

_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_ENDINGS = {
    "n": "s: ses:s xes:x zes:z ches:ch shes:sh men:man ies:y",
    "v": "s: ies:y es:e es: ed:e ed: ing:e ing:",
    "a": "er: est: er:e est:e",
    "r": "",
}
_RULES = {kind: [(r.split(":")[0], r.split(":")[1]) for r in rules.split()] for kind, rules in _ENDINGS.items()}
_HAS_KINDS = "nv"
_OPPOSITE, _KIND, _OF_KIND, _DERIVED = "!", "@", "~", "+"
_SAME_SENSES, _OPPOSITE_SENSES, _SYNONYMS = 2, 3, 8
"""How many of a word's senses are looked at, the commonest first; and how many synonyms are given."""


class _Pointer(NamedTuple):
    relation: str
    kind: str
    place: int
    source: int
    target: int


class _Sense(NamedTuple):
    words: list[str]
    pointers: list[_Pointer]

    def of(self, word: str) -> Iterator[_Pointer]:
        """The pointers that start at `word` itself, counted from 1, or at the sense as a whole (0)."""
        own = self.words.index(word) + 1 if word in self.words else 0
        return (p for p in self.pointers if p.source in {0, own})


class WordNet:
    """The words of a folder of WordNet 3 files. Words are looked up in lower case, in any of their forms.

    Raises:
        AssistantError: a file is missing.
    """

    def __init__(self, folder: Path) -> None:
        try:
            self._data = {kind: (folder / f"data.{name}").read_bytes() for kind, name in _FILES.items()}
            self._index = {kind: dict(_places(folder / f"index.{name}")) for kind, name in _FILES.items()}
            self._irregular = {kind: dict(_forms(folder / f"{name}.exc")) for kind, name in _FILES.items()}
        except OSError as error:
            where = "install WordNet (Debian: `apt install wordnet-base`) and name its folder with --wordnet"
            raise AssistantError(f"{error.filename} cannot be read ({error.strerror}); {where}") from error
        self._sense = cache(self._read)

    def synonyms(self, word: str) -> list[str]:
        """Words of the same sense, those derived of it and, of nouns and verbs, one for the kind of thing; eight."""
        found: list[str] = []
        for kind, base in self._bases(word):
            for sense in self._senses(kind, base)[:_SAME_SENSES]:
                found += [w for w in sense.words if w != base]
                for p in sense.of(base):
                    if p.relation == _DERIVED or (p.relation == _KIND and kind in _HAS_KINDS):
                        found.append(self._target(p))
        return _readable(found, word)[:_SYNONYMS]

    def antonyms(self, word: str) -> list[str]:
        """Words that mean the opposite."""
        senses = ((s, base) for kind, base in self._bases(word) for s in self._senses(kind, base)[:_OPPOSITE_SENSES])
        return _readable([self._target(p) for s, base in senses for p in s.of(base) if p.relation == _OPPOSITE], word)

    def siblings(self, word: str) -> list[str]:
        """Other things, or other acts, of the kind that a noun or verb first of all is: of "river" brooks and so on."""
        found: list[str] = []
        for kind, base in self._bases(word):
            for above in (p for s in self._senses(kind, base)[:1] for p in s.pointers if p.relation == _KIND):
                below = (p for p in self._sense(above.kind, above.place).pointers if p.relation == _OF_KIND)
                found += [self._target(p) for p in below if p.place != self._index[kind][base][0]]
        return _readable(found, word)

    def _bases(self, word: str) -> Iterator[tuple[str, str]]:
        """The dictionary form of a word as each part of speech that knows it."""
        for kind, index in self._index.items():
            cut = (word.removesuffix(end) + new for end, new in _RULES[kind] if word.endswith(end))
            irregular = self._irregular[kind].get(word)  # also keeps the rules off "guest"
            forms = (irregular,) if irregular else (word, *cut)
            if base := next((form for form in forms if form in index), None):
                yield kind, base

    def _senses(self, kind: str, base: str) -> list[_Sense]:
        return [self._sense(kind, place) for place in self._index[kind][base]]

    def _target(self, p: _Pointer) -> str:
        """The word that a pointer means; of a whole sense the first."""
        return self._sense(p.kind, p.place).words[max(0, p.target - 1)]

    def _read(self, kind: str, place: int) -> _Sense:
        """The line at a byte: place, file, kind, count of words (hex), words, count of pointers, pointers, gloss."""
        data = self._data[kind]
        x = data[place : data.index(b"\n", place)].decode("ascii").split(" | ")[0].split()
        words, at = int(x[3], 16), 4 + 2 * int(x[3], 16)
        pointers = (x[i : i + 4] for i in range(at + 1, at + 1 + 4 * int(x[at]), 4))
        return _Sense(
            # An adjective may say where it stands: "galore(ip)".
            [x[4 + 2 * i].partition("(")[0] for i in range(words)],
            # Satellites ("s") are adjectives. The last four hex digits number the words between which it holds.
            [_Pointer(r, "a" if k == "s" else k, int(to), *divmod(int(n, 16), 256)) for r, to, k, n in pointers],
        )


def _places(file: Path) -> Iterator[tuple[str, list[int]]]:
    """Each word of an index file with its senses; lines that begin with a blank are the licence."""
    for line in file.read_text(encoding="ascii").splitlines():
        if not line.startswith(" "):
            word, _, _, pointers, *rest = line.split()
            yield word, [int(place) for place in rest[int(pointers) + 2 :]]


def _forms(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text(encoding="ascii").splitlines():
        form, base, *_ = line.split()
        yield form, base


def _readable(words: list[str], but: str) -> list[str]:
    """Each word once, names and `but` left out."""
    return [w.replace("_", " ") for w in dict.fromkeys(words) if w.islower() and w != but and len(w) > 2]  # noqa: PLR2004
