"""A series of four meetings in which topics come, stay, change and go."""

from __future__ import annotations

import json
from pathlib import Path

TITLE = "Report of the {} Coordination Meeting on Labour Mobility"
OPENING = "The {} Coordination Meeting on Labour Mobility was held in Geneva."
MEETINGS: dict[str, tuple[str, ...]] = {
    "Twelfth": (
        "The representative of the World Bank reported that remittance costs stood at 7 per cent of the amount sent.",
        "One delegation called for a global registry of recruiters.",
        "The meeting agreed to establish a working group on skills recognition.",
        "Participants noted that temporary workers should receive written contracts in their own language.",
        "The Secretariat would submit draft guidelines on portable pensions by March 2015.",
        (
            "The representative of the United Kingdom of Great Britain and Northern Ireland stated that seasonal visas "
            "had been extended to farm workers."
        ),
        "It was noted that seasonal visas were costly to administer.",
        "The Committee on Housing requested the Secretariat to report on workers' dormitories at its next session.",
    ),
    "Thirteenth": (
        "The representative of the World Bank reported that remittance costs stood at 7 per cent of the amount sent.",
        "Several delegations called for a global registry of recruiters.",
        "The meeting did not agree to establish a working group on skills recognition.",
        "Participants noted that temporary workers must receive written contracts in their own language.",
        "The Secretariat would submit draft guidelines on portable pensions by June 2016.",
        "Consular protection of detained workers was discussed for the first time.",
        "The representative of the UK stated that seasonal visas would be reviewed every year.",
    ),
    "Fourteenth": (
        "The representative of the World Bank reported that remittance costs stood at 6 per cent of the amount sent.",
        "Several delegations called for the creation of a global registry of recruiters.",
        "The meeting postponed the working group on skills recognition.",
        "The Director of the ILO urged employers to pay for the medical checks of domestic workers.",
    ),
    "Fifteenth": (
        "Several delegations called for a global registry of recruiters.",
        "The Director of the International Labour Organization urged employers to give domestic workers a day of rest.",
    ),
}


def written(folder: Path) -> list[Path]:
    """A file of structured minutes for each meeting."""
    files = []
    for number, (name, paragraphs) in enumerate(MEETINGS.items(), start=12):
        about = {"report": f"LM/{number}", "title": TITLE.format(name), "session": "I", "session_title": "Discussion"}
        texts = [OPENING.format(name), *paragraphs]
        rows = [json.dumps({**about, "paragraph": str(n), "text": text}) for n, text in enumerate(texts, start=1)]
        files.append(folder / f"lm-{number}.jsonl")
        files[-1].write_text("\n".join(rows), encoding="utf-8")
    return files
