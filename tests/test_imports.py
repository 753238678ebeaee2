"""The rules of the design that imports can break, read from the source."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(p for folder in ("assistant", "evals") for p in (ROOT / folder).rglob("*.py"))
EXTRAS = {"torch"}
"""What only an extra brings: a module that needs it is looked at where it is installed."""
STAGES = {"across", "reading", "indexing", "retrieval", "answering", "web"}
CENTRE = {
    "answer", "answer_types", "assistant", "errors", "figures", "footnotes", "headings", "languages", "motions",
    "names", "orders", "ordinals", "organisations", "overviews", "passage", "question", "report", "settings",
    "short_forms", "spelling", "splitter", "states", "symbols", "text",
}  # fmt: skip

# What may use another stage, and which: the line across reports, the write line, the read line, and the facade that the
# command line and the page call.
COMPOSERS = {
    "assistant.across.lines": {"indexing"},
    "assistant.across.positions": {"answering"},
    "assistant.across.sentences": {"answering"},
    "assistant.indexing.ingest": {"reading"},
    "assistant.indexing.sharing": {"reading"},
    "assistant.answering.query_engine": {"indexing", "retrieval"},
}


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, *, typing: bool = False) -> Iterator[str]:
    """Names of the modules that a file imports, those only for typing left out unless asked for."""
    skipped: set[ast.AST] = set()
    for node in ast.walk(parsed(path)):
        if not typing and isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            skipped.update(inner for statement in node.body for inner in ast.walk(statement))
        if node in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def stage_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if parts[0] == "assistant" and len(parts) > 1 and parts[1] in STAGES else None


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_stage_imports_no_other_stage(path: Path) -> None:
    stage = stage_of(name_of(path))
    if stage is None:
        return
    others = {s for module in imports(path) if (s := stage_of(module)) and s != stage}
    assert others <= COMPOSERS.get(name_of(path), set())


@pytest.mark.parametrize("name", sorted(CENTRE - {"assistant"}))
def test_the_centre_imports_nothing_around_it(name: str) -> None:
    inside = {
        m.split(".")[1] for m in imports(ROOT / f"assistant/{name}.py", typing=True) if m.startswith("assistant.")
    }
    assert inside <= CENTRE


@pytest.mark.parametrize("path", [p for p in MODULES if name_of(p).startswith("assistant")], ids=name_of)
def test_the_assistant_does_not_know_its_evals(path: Path) -> None:
    assert not [m for m in imports(path, typing=True) if m.split(".")[0] == "evals"]


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("pypdf", "assistant/reading/"),
        ("chromadb", "assistant/indexing/"),
        ("gradio", "assistant/web/"),
        ("pypdfium2", "assistant/web/"),
    ],
)
def test_a_library_has_one_home(library: str, home: str) -> None:
    users = {str(p.relative_to(ROOT)) for p in MODULES for m in imports(p, typing=True) if m.split(".")[0] == library}
    users -= {"evals/reading.py"}  # times pypdf alone beside our reading
    assert users
    assert all(user.startswith(home) for user in users)
    if library != "gradio":
        running = {str(p.relative_to(ROOT)) for p in MODULES for m in imports(p) if m.split(".")[0] == library}
        assert len(running & users) == 1


def test_nobody_uses_the_global_settings_of_llama_index() -> None:
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("llama_index"):
                assert "Settings" not in {alias.name for alias in node.names}, path


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_all_is_sorted_and_true(path: Path) -> None:
    names = next(
        (
            [ast.literal_eval(item) for item in value.elts]
            for node in parsed(path).body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            and isinstance(value := node.value, ast.List)
            and "__all__" in ast.unparse(node).split("=")[0]
        ),
        None,
    )
    if names is None:
        assert path.name in {"__init__.py", "__main__.py"}, "a module says in __all__ what is public"
        return
    assert names == sorted(names, key=lambda n: (0 if n.isupper() else 1 if n[0].isupper() else 2, n))
    assert len(names) == len(set(names))
    if path.name != "__main__.py":
        try:
            module = importlib.import_module(name_of(path))
        except ModuleNotFoundError as error:
            if error.name not in EXTRAS:
                raise
            pytest.skip(f"needs {error.name}, of an extra that the tests do without")
        assert all(hasattr(module, name) for name in names)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_fits_on_a_few_screens(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    declared = {re.split(r"[\[<>=]", d)[0].lower().replace("_", "-") for d in wanted}
    homes = packages_distributions()
    # These come in parts: the part's distribution is declared, the name space is shared.
    by_module = {"llama_index": "llama-index-core"}
    for path in MODULES:
        for module in imports(path, typing=True):
            top = module.split(".")[0]
            if top in sys.stdlib_module_names or top in {"assistant", "evals"} or top not in homes:
                continue
            found = {by_module.get(top, d.lower().replace("_", "-")) for d in homes[top]}
            assert found & declared, f"{name_of(path)} imports {top}, which pyproject.toml does not declare"


def test_the_help_loads_nothing_heavy() -> None:
    heavy = {"chromadb", "gradio", "llama_index", "numpy", "onnxruntime", "pydantic", "pypdf", "rich"}
    code = (
        "import sys\n"
        "from assistant.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert "ingest" in done.stdout


def test_the_ends_of_sentences_are_found_without_statistics() -> None:
    """nltk takes SciPy along where it is installed, for what nobody here uses; whoever does use it still gets it."""
    pytest.importorskip("scipy")
    code = (
        "import sys\n"
        "from assistant.text import sentence_spans\n"
        "print(len(sentence_spans('It met. It was closed by Mr. Lee.')), 'scipy' in sys.modules)\n"
        "import scipy.stats\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["2", "False"]


def test_the_page_starts_without_writing_for_editors() -> None:
    """Gradio makes stubs beside its sources whenever it is imported."""
    code = (
        "import sys\n"
        "stubs = []\n"
        "sys.addaudithook(lambda e, a: stubs.append(a[0]) if e == 'open' and str(a[0]).endswith('.pyi') else None)\n"
        "import assistant.web.app\n"
        "print(len(stubs))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0"]


def test_a_command_starts_without_looking_for_garbage_all_the_time() -> None:
    code = (
        "import gc\n"
        "from assistant.cli import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: print(gc.get_threshold()[0] > 10_000)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-1] == "True"
