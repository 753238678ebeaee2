"""The calls across reports, as `Workspace` and whoever has it done for them offer them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from assistant.across.acts import ActKind
    from assistant.across.briefing import Brief
    from assistant.across.commitments import Commitments
    from assistant.across.comparing import Comparison
    from assistant.across.positions import Positions
    from assistant.across.series import Series
    from assistant.across.tracking import Track

__all__ = ["CALLS", "AcrossCalls", "returned"]

CALLS = ("brief", "commitments", "compare", "positions", "series", "track")
"""The names of the calls; each has a method of this name here and in `Across`."""


class AcrossCalls(Protocol):
    """What can be asked across the reports of a library. Raises what `Across` raises."""

    def _across(self, call: str, **arguments: Any) -> Any:
        """Have the call of this name done."""

    def series(self) -> list[Series]:
        """The series of meetings in the index, those with most meetings first."""
        found: list[Series] = self._across("series")
        return found

    def track(self, topic: str, series: str | None = None) -> Track:
        """Follow a topic through a series of meetings: new, repeated, changed, dropped or absent at each."""
        found: Track = self._across("track", topic=topic, series=series)
        return found

    def positions(
        self,
        *,
        organisation: str | None = None,
        speaker: str | None = None,
        topic: str | None = None,
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
    ) -> Positions:
        """Who said or asked for what, by organisation, speaker, topic, report and session."""
        found: Positions = self._across(
            "positions",
            organisation=organisation,
            speaker=speaker,
            topic=topic,
            reports=list(reports),
            sessions=list(sessions),
        )
        return found

    def commitments(
        self,
        *,
        topic: str | None = None,
        addressee: str | None = None,
        kinds: Sequence[ActKind] = (),
        reports: Sequence[str] = (),
        sessions: Sequence[str] = (),
    ) -> Commitments:
        """Decisions, requests, recommendations and commitments, with by whom, to whom and until when."""
        found: Commitments = self._across(
            "commitments",
            topic=topic,
            addressee=addressee,
            kinds=list(kinds),
            reports=list(reports),
            sessions=list(sessions),
        )
        return found

    def compare(self, question: str, *, reports: Sequence[str] = (), sessions: Sequence[str] = ()) -> Comparison:
        """Answer a question in each of several reports or sessions, side by side."""
        found: Comparison = self._across("compare", question=question, reports=list(reports), sessions=list(sessions))
        return found

    def brief(self, topic: str, *, reports: Sequence[str] = ()) -> Brief:
        """A briefing on a topic: what each report says, who stands where, what changed, what is not in the reports."""
        found: Brief = self._across("brief", topic=topic, reports=list(reports))
        return found


def returned() -> dict[str, Any]:
    """What each call returns."""
    from assistant.across.briefing import Brief
    from assistant.across.commitments import Commitments
    from assistant.across.comparing import Comparison
    from assistant.across.positions import Positions
    from assistant.across.series import Series
    from assistant.across.tracking import Track

    return {
        "brief": Brief,
        "commitments": Commitments,
        "compare": Comparison,
        "positions": Positions,
        "series": list[Series],
        "track": Track,
    }
