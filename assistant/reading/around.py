"""What stands around a report on a web page: menus, notices, links to other pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["Around", "around_of", "begins_text"]

_BOXES = frozenset("div section aside ul ol header form dialog details p table".split())
_ROLES = frozenset("dialog alertdialog navigation complementary banner contentinfo search menu menubar".split())
_SITE = r"(?:(?:main|site|global|page|top|side|left|right|primary|secondary|sub|breadcrumb)[-_]?)?"
# Whole names of classes: "consent-agenda", "public-comments" and "committee-on-navigation" are a council's own matter.
_CLASS = re.compile(
    rf"(?:cookies?|gdpr)(?:[-_]\w[\w-]*)?|{_SITE}side-?bar(?:[-_](?:left|right|primary|secondary|first|second))?"
    rf"|{_SITE}(?:nav|navbar|navigation|menu)(?:[-_](?:bar|list|menu|wrapper|container))?|breadcrumbs?(?:[-_]\w+)?"
    rf"|toc|toc[-_](?:list|container|wrapper)|table-of-contents|on-this-page|skip(?:[-_]?(?:links?|nav|to[\w-]*))?"
    rf"|related(?:[-_](?:links|content|articles|news|pages|posts|items|stories))?|feedback|page-feedback|was-this-helpful"
    rf"|(?:social|share|sharing)(?:[-_](?:links|buttons|icons|bar|media|tools))?|pagination|pager|newsletter"
    rf"|{_SITE}footer|site-header|logo|site-logo|advert(?:isement)?s?",
    re.IGNORECASE,
)
_OWN = re.compile(r"doc-|(?:foot|end)notes?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Around:
    """A part of a page that is not the report's, by its marks: a `banner` on top, or a part `within` the main one."""

    banner: bool = False
    within: bool = False


def _names(told: Mapping[str, str | None]) -> list[str]:
    return f"{told.get('class') or ''} {told.get('id') or ''}".split()


def around_of(tag: str, told: Mapping[str, str | None], *, within: bool) -> Around | None:
    """What a box of the page is by its tag, role and names; None if it may be the report's."""
    role, names = (told.get("role") or "").casefold(), _names(told)
    if tag not in _BOXES or _OWN.match(role) or any(_OWN.match(n) for n in names):
        return None
    banner = role == "banner" or (tag == "header" and not within)
    if banner or tag in ("aside", "form", "dialog") or role in _ROLES or any(_CLASS.fullmatch(n) for n in names):
        return Around(banner, within)
    return None


def begins_text(tag: str, told: Mapping[str, str | None]) -> bool:
    """Whether the page's main part begins here."""
    named = (told.get("id") or "").casefold() in ("main", "content", "main-content", "maincontent")
    return tag == "main" or told.get("role") == "main" or (named and tag in ("div", "section"))
