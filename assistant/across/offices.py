"""Whose office it is where a report says only "the Administrator".

The session's heading says it ("Statement by the UNFPA Executive Director"), or one organisation alone has such an
office in these reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from assistant.across.series import Meeting
from assistant.organisations import Organisations, bodies_in, headed_by
from assistant.report import Report, Session, Statement

__all__ = ["Offices", "speaker_label"]

_LEAST = 3
"""Statements that give the office with its organisation. Three sessions of one Executive Board name the "Executive
Director" of either of two organisations, so it is nobody's; one of them by itself names it once, with the rarer one."""


class Offices:
    """Whose the offices are in the reports of one body's meetings, where nothing is said beside them."""

    def __init__(self, reports: Iterable[tuple[Report, Meeting | None]], known: Organisations) -> None:
        told: dict[tuple[str, str], list[str]] = defaultdict(list)
        for report, meeting in reports:
            for s in (s for p in report.paragraphs() for s in p.statements):
                if s.role and s.organisation:
                    told[_body(report, meeting), s.role].append(s.organisation)
        self._owners = {
            office: names[0]
            for office, names in told.items()
            if len(names) >= _LEAST and len({known.key(name) for name in names}) == 1
        }

    def organisation(self, s: Statement, report: Report, meeting: Meeting | None, session: Session) -> str | None:
        """The organisation for which the statement is made: the one it gives, or the one whose office it is."""
        if s.organisation or not s.role or s.strength != "named":
            return s.organisation
        return headed_by(s.role, session.title or "") or self._owners.get((_body(report, meeting), s.role))


def speaker_label(name: str | None, role: str | None, organisation: str | None) -> str:
    """Name, role and organisation of who speaks, as one reads them.

    A role may name officers of other organisations, too ("Director, the UNFPA Deputy Executive Director"): behind all
    of them the first one's organisation would claim the others, so it stands before its own.
    """
    if role and organisation and (own := bodies_in(organisation)) and bodies_in(role) - own:
        role, organisation = (role if organisation in role else f"{organisation} {role}"), None
    return ", ".join(dict.fromkeys(filter(None, (name, role, organisation))))


def _body(report: Report, meeting: Meeting | None) -> str:
    return meeting.key if meeting else report.id
