"""Tables of action points, as minutes end with them: a row says who is to do what by when."""

from __future__ import annotations

import re

from assistant.across.acts import Act

__all__ = ["ActionRows"]

_CELLS = re.compile(r" ?\| ?")
_ACTION = re.compile(r"(?i:actions?(?: points?| items?| required)?|task|what)")
_WHO = re.compile(r"(?i:owners?|who|by whom|responsible(?: \w+)?|assigned to|lead)")
_STATUS = re.compile(r"(?i:(?:current )?(?:status|state|progress)|completed\??|done\??)")
_WHEN = re.compile(r"(?i:deadline|due(?: date| by)?|by when|when|date due|target date)")


class ActionRows:
    """Reads the rows of such tables, paragraph by paragraph in reading order."""

    def __init__(self) -> None:
        self._session: object = None
        self._places: tuple[int, int, int | None, int | None] = (0, 0, None, None)
        self._columns = 0

    def act(self, session: object, text: str) -> Act | None:
        """What a row asks of whom; None for the row of headings, and for what is no row of an action table."""
        cells = _CELLS.split(text.strip())
        action, who, when, status = (
            next((n for n, cell in enumerate(cells) if p.fullmatch(cell)), None)
            for p in (_ACTION, _WHO, _WHEN, _STATUS)
        )
        if action is not None and who is not None:
            self._session, self._columns, self._places = session, len(cells), (action, who, when, status)
            return None
        if session != self._session or len(cells) != self._columns:
            self._columns = 0
            return None
        action, who, when, status = self._places
        if not cells[action] or not cells[who]:
            return None
        due, stands = (cells[n].strip("–—- ") or None if n is not None else None for n in (when, status))
        return Act("request", cells[who], due, status=stands)
