"""What happens on a disk that fills up, and on one that may only be read: `full_disk.py FOLDER FILES`.

To be run as root of a mount namespace (`unshare -Urm`). Prints what each command said, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

QUESTION = "Who closed the meeting of the harbour board?"
LEFT = 400_000
"""Bytes left on the disk: enough to open the library, not enough for the second file."""


def main(folder: Path, files: Path) -> None:
    def mount(*options: str) -> None:
        subprocess.run(["mount", *options, str(folder)], check=True)

    said: dict[str, dict[str, object]] = {}

    def command(name: str, *arguments: object) -> None:
        line = [sys.executable, "-m", "assistant", *map(str, arguments), "--data", str(folder / "data")]
        done = subprocess.run(line, capture_output=True, text=True, check=False, timeout=100)
        said[name] = {"code": done.returncode, "out": done.stdout, "err": done.stderr}

    mount("-t", "tmpfs", "-o", "size=16m", "tmpfs")
    command("first", "ingest", files / "first.jsonl")
    fill(folder / "filler")
    command("full", "ingest", files / "second.jsonl")
    (folder / "filler").unlink()
    command("freed ask", "ask", QUESTION)
    said["one process"] = {"statuses": in_one_process(folder, files / "second.jsonl")}
    command("freed ingest", "ingest", files / "second.jsonl")
    mount("-o", "remount,ro")
    command("read-only ingest", "ingest", files / "first.jsonl")
    command("read-only ask", "ask", QUESTION)
    mount("-o", "remount,rw")
    command("last doctor", "doctor")
    print(json.dumps(said))


def fill(filler: Path) -> None:
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            file.truncate(file.tell() - LEFT)


def in_one_process(folder: Path, file: Path) -> list[str]:
    """What becomes of a file on the full disk and, in the same process, after room was made; then it is removed."""
    from assistant.settings import Settings
    from assistant.workspace import Workspace

    with Workspace.open(Settings(data=folder / "data")) as workspace:
        fill(folder / "filler")
        full = workspace.ingest([file])
        (folder / "filler").unlink()
        freed = workspace.ingest([file])
        workspace.remove("port-2")
    return [found.status for result in (full, freed) for found in result.files]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
