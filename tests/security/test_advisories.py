"""Published weaknesses of the libraries that untrusted text passes through, and the versions that mend them.

As far as they were known in November 2026; `.ci/run` asks pip-audit besides where it can be reached. A new
one is a line here, and a new lower bound in pyproject.toml if the bound lets the bad version in.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]

KNOWN = [
    # package, advisory, first version without it, what it is
    ("chromadb", "CVE-2026-45829", "1.5.9", "the Python server runs a client's model before it asks who that is"),
    ("gradio", "CVE-2024-47164 to -47168, -47867 to -47872", "5.0.0", "CORS, SSRF, file access: the audit of 2024"),
    ("gradio", "CVE-2026-27167", "6.6.0", "a known secret signs the sessions of pretended OAuth"),
    ("gradio", "CVE-2026-28415", "6.6.0", "open redirect of the OAuth login"),
    ("gradio", "CVE-2026-28416", "6.6.0", "SSRF through the proxy of a loaded Space"),
    ("gradio", "CVE-2026-28414", "6.7.0", "files outside the page's folders, on Windows"),
    ("llama-index-core", "CVE-2024-4181", "0.10.13", "an LLM's reply is evaluated"),
    ("llama-index-core", "CVE-2024-3098", "0.10.24", "an evaluation that was to be safe"),
    ("llama-index-core", "CVE-2024-12704", "0.12.6", "a stream that never ends"),
    ("llama-index-core", "CVE-2025-5302", "0.12.38", "unbounded recursion in deep JSON"),
    ("llama-index-core", "CVE-2025-6209", "0.12.41", "files read by the path of an image"),
    ("llama-index-core", "CVE-2025-7647", "0.13.0", "a cache in a folder that anybody may write"),
    ("mcp", "CVE-2025-66416", "1.23.0", "DNS rebinding: Host is not checked (here the gate does)"),
    ("nltk", "CVE-2024-39705", "3.9", "data sets are unpickled"),
    ("nltk", "CVE-2026-33231, CVE-2026-12199", "3.9.4", "anybody may end the WordNet browser (not run here)"),
    ("pypdf", "CVE-2025-55197", "6.0.0", "memory: nested FlateDecode"),
    ("pypdf", "CVE-2025-62707, CVE-2025-62708", "6.1.3", "endless loop in inline images; memory: LZWDecode"),
    ("pypdf", "CVE-2025-66019", "6.4.0", "memory: LZWDecode"),
    ("pypdf", "CVE-2026-22690, CVE-2026-22691", "6.6.0", "long search for a missing root or cross reference"),
    ("pypdf", "CVE-2026-24688", "6.6.2", "endless loop in outlines"),
    ("pypdf", "CVE-2026-28351, CVE-2026-28804", "6.7.5", "memory and time: RunLengthDecode, ASCIIHexDecode"),
    ("starlette", "CVE-2025-54121", "0.47.2", "a large upload blocks all others"),
    ("starlette", "CVE-2025-62727", "0.49.1", "time that grows with the square of a Range header"),
]


def project() -> dict[str, Requirement]:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [*declared["dependencies"], *(d for extra in declared["optional-dependencies"].values() for d in extra)]
    return {r.name.lower(): r for r in map(Requirement, found)}


def pinned() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {m[1].lower().replace("_", "-"): Version(m[2]) for x in lines if (m := re.match(r"([\w.-]+)==(\S+)", x))}


@pytest.mark.parametrize(("package", "advisory", "mended", "what"), KNOWN, ids=[f"{p}-{a}" for p, a, _, _ in KNOWN])
def test_no_version_with_a_known_weakness_is_let_in(package: str, advisory: str, mended: str, what: str) -> None:
    assert pinned()[package] >= Version(mended), f"{advisory}: {what}"
    declared = project().get(package)
    if declared is not None:  # mcp comes with gradio's extra
        lowest = max(Version(s.version) for s in declared.specifier if s.operator in {">=", "=="})
        assert lowest >= Version(mended), f"{advisory}: {what}"


def test_the_python_server_of_chroma_is_never_run() -> None:
    for path in [*ROOT.glob("assistant/**/*.py"), ROOT / "compose.yaml", ROOT / "Dockerfile"]:
        text = path.read_text(encoding="utf-8")
        assert "chromadb.server" not in text
        assert "chromadb.app" not in text
