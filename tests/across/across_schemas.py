"""What the commands across reports print, as JSON Schema: keys may be added, none may go."""

from __future__ import annotations

from typing import Any


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _maybe(kind: str) -> dict[str, Any]:
    return {"type": [kind, "null"]}


TEXT, COUNT, NUMBER, MARKER = (
    {"type": "string"},
    {"type": "integer", "minimum": 0},
    {"type": "number"},
    {"type": "integer", "minimum": 1},
)
STRENGTH = {"enum": ["named", "one", "some", "several", "all", "agreed", None]}
CHANGE = {"enum": ["number", "date", "name", "decision", "obligation", "strength", "polarity", "status"]}
KIND = {"enum": ["decision", "request", "recommendation", "commitment"]}
CITATIONS = _list(
    _object(
        marker=MARKER, ref=TEXT, report=TEXT, title=TEXT, session=_maybe("string"), paragraph=TEXT, quote=TEXT,
        start=COUNT, end=COUNT, verdict={"const": "verbatim"}, reference=TEXT,
    )
)  # fmt: skip
SEARCHED = _object(reports=COUNT, sessions=COUNT, paragraphs=COUNT)
LOOKED = _object(
    report=TEXT, paragraphs=COUNT, sentences=COUNT, nearest=_maybe("string"), nearest_score=NUMBER, name=TEXT,
    nearest_reference=_maybe("string"),
)  # fmt: skip
MEETING = _object(
    name=TEXT, reports=_list(TEXT), ordinal=_maybe("integer"), year=_maybe("integer"), date=_maybe("string")
)
STEP = _object(
    meeting=MEETING,
    label={"enum": ["new", "repeated", "changed", "dropped", "absent"]},
    since=_maybe("string"),
    sentences=COUNT,
    shown=_list(MARKER),
    links=_list(
        _object(
            kind={"enum": ["same", "changed"]},
            before=MARKER,
            now=MARKER,
            changes=_list(CHANGE),
            cosine=NUMBER,
            shared=NUMBER,
        )
    ),
    changes=_list(CHANGE),
    looked=_list(LOOKED),
)
POSITION = _object(
    organisation=_maybe("string"), on_behalf_of=_maybe("string"), speaker=_maybe("string"), role=_maybe("string"),
    strength=STRENGTH, kind={"enum": ["asked", "decided", "said"]}, meeting=_maybe("string"), marker=MARKER,
)  # fmt: skip
COMMITMENT = _object(
    kind=KIND, by=_maybe("string"), strength=STRENGTH, addressee=_maybe("string"), due=_maybe("string"),
    meeting=_maybe("string"), status=_maybe("string"), marker=MARKER,
)  # fmt: skip
CELL = _object(
    name=TEXT, reports=_list(TEXT), sessions=_list(TEXT), empty={"type": "boolean"}, reason=_maybe("string"),
    explanation=_maybe("string"), sentences=_list(_object(text=TEXT, citations=_list(MARKER))),
    nearest={"type": "array"}, searched=SEARCHED,
)  # fmt: skip
FINDING = _object(report=TEXT, name=TEXT, meeting=_maybe("string"), sentences=COUNT, shown=_list(MARKER), looked=LOOKED)

SCHEMAS: dict[str, Any] = {
    "series": _list(_object(id=TEXT, name=TEXT, meetings=_list(MEETING))),
    "track": _object(topic=TEXT, series=_object(id=TEXT, name=TEXT), steps=_list(STEP), citations=CITATIONS),
    "positions": _object(
        organisation=_maybe("string"), names=_list(TEXT), nearest=_list(TEXT), positions=_list(POSITION),
        citations=CITATIONS, unattributed=COUNT, unplaced=COUNT, searched=SEARCHED,
    ),
    "commitments": _object(commitments=_list(COMMITMENT), citations=CITATIONS, searched=SEARCHED),
    "compare": _object(question=TEXT, cells=_list(CELL), citations=CITATIONS),
    "brief": _object(
        topic=TEXT, findings=_list(FINDING), positions=_list(POSITION), all_positions=COUNT,
        commitments=_list(COMMITMENT), all_commitments=COUNT, changes=_list(_object(steps=_list(STEP))),
        open=_list(TEXT), citations=CITATIONS, searched=SEARCHED,
    ),
}  # fmt: skip
