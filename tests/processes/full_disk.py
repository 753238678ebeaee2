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
        done = subprocess.run(line, capture_output=True, text=True, check=False)
        said[name] = {"code": done.returncode, "out": done.stdout, "err": done.stderr}

    mount("-t", "tmpfs", "-o", "size=16m", "tmpfs")
    command("first", "ingest", files / "first.jsonl")
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 4096)
        except OSError:
            file.truncate(file.tell() - LEFT)
    command("full", "ingest", files / "second.jsonl")
    filler.unlink()
    command("freed ask", "ask", QUESTION)
    command("freed ingest", "ingest", files / "second.jsonl")
    mount("-o", "remount,ro")
    command("read-only ingest", "ingest", files / "first.jsonl")
    command("read-only ask", "ask", QUESTION)
    mount("-o", "remount,rw")
    command("last doctor", "doctor")
    print(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
