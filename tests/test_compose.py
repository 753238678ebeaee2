"""The Dockerfile and compose.yaml, as far as that can be seen without a Docker daemon."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def lines(instruction: str) -> list[str]:
    joined = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^{instruction}\s+(.*)$", joined, re.MULTILINE)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_kept_small(name: str) -> None:
    service = SERVICES[name]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert not {"privileged", "pid", "ipc", "network_mode", "devices"} & set(service)
    assert all("docker.sock" not in v for v in service.get("volumes", []))


@pytest.mark.parametrize("name", [n for n, s in SERVICES.items() if "image" in s])
def test_an_image_has_an_exact_version_and_says_whether_it_is_well(name: str) -> None:
    assert re.fullmatch(r"[\w./-]+:\d+(?:\.\d+)+", SERVICES[name]["image"])
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_the_server_is_of_the_version_of_its_client() -> None:
    pinned = re.search(r"^chromadb==(\S+)$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert pinned
    assert SERVICES["chroma"]["image"] == f"chromadb/chroma:{pinned[1]}"


def test_only_the_page_is_reached_and_only_from_this_machine() -> None:
    published = {name: s["ports"] for name, s in SERVICES.items() if "ports" in s}
    assert published == {"app": ["127.0.0.1:7860:7860"]}
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert SERVICES["chroma"]["networks"] == SERVICES["postgres"]["networks"] == ["inside"]
    hosts = SERVICES["app"]["environment"]["ASSISTANT_HOSTS"]
    assert hosts == "${ASSISTANT_HOSTS:-localhost,127.0.0.1}"  # it listens on all addresses of its container


def test_what_is_kept_lies_in_volumes_that_are_declared() -> None:
    used = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])
    assert SERVICES["app"]["read_only"] is True
    assert SERVICES["app"]["volumes"] == ["app:/data"]
    written = re.findall(r"(ASSISTANT_DATA|GRADIO_TEMP_DIR)=(\S+)", DOCKERFILE)
    assert written
    assert all(path.startswith("/data") for _, path in written)


def test_what_is_waited_for_can_be_well() -> None:
    for service in SERVICES.values():
        for name, how in service.get("depends_on", {}).items():
            assert how == {"condition": "service_healthy"}
            assert "healthcheck" in SERVICES[name]
            assert "profiles" not in SERVICES[name]  # or it would be waited for in vain


def test_the_settings_exist_and_no_secret_is_written_down() -> None:
    from assistant.settings import Settings

    given = SERVICES["app"]["environment"]
    assert {name.removeprefix("ASSISTANT_").lower() for name in given} <= set(Settings.model_fields)
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search(r"KEY|PASSWORD|TOKEN(?!S)|HISTORY", name):
                assert value == f"${{{name}:-}}"


def test_the_image_runs_as_a_user_and_holds_what_the_code_needs() -> None:
    assert re.fullmatch(r"python:3\.\d+-slim-\w+", lines("FROM")[-1])
    assert lines("USER") == ["assistant"]
    assert DOCKERFILE.index("\nUSER") < DOCKERFILE.index("\nCMD")
    assert "/healthz" in lines("HEALTHCHECK")[0]
    assert lines("ADD") == []
    copied = {source for line in lines("COPY") for source in line.split()[:-1]}
    allowed = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert copied == set(allowed)
    assert all((ROOT / source).exists() for source in copied)
    extras = re.search(r"'\.\[([\w,]+)\]'", DOCKERFILE)
    assert extras
    assert {"llm", "mcp", "postgres"} <= set(extras[1].split(","))


def _compose() -> list[str] | None:
    for command in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(command[0]) and _run(*command, "version").returncode == 0:
            return command
    return None


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)


@pytest.mark.skipif(_compose() is None, reason="needs the command `docker compose`")
def test_compose_reads_it() -> None:
    command = _compose()
    assert command
    done = _run(*command, "-f", "compose.yaml", "--profile", "ollama", "--profile", "postgres", "config", "-q")
    assert done.returncode == 0, done.stderr
