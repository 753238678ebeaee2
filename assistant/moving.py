"""The library as one file: every original with its checksum, to keep or to take to another machine.

The originals are all there is to take along: the same file gives the same references and answers for ever, and
an index made elsewhere may be of another model. The archive is a ZIP file of `manifest.json` and one entry
`originals/SHA256` for each file; names stand in the manifest alone, so that no entry can name a path.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from lzma import LZMAError
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from assistant import __version__
from assistant.errors import AssistantError, DataFolderError, UsageError
from assistant.indexing.originals import Originals
from assistant.indexing.outcome import IngestResult, Progress

if TYPE_CHECKING:
    from assistant.library import Library

__all__ = ["File", "Manifest", "export_library", "import_library"]

_MANIFEST = "manifest.json"
_LARGEST_MANIFEST = 64 * 1024 * 1024
_LARGEST_FILE = 1024 * 1024 * 1024
"""No reader takes more."""

_MOST_SHRUNK = 200
"""Text shrinks to a tenth, hardly ever to a fiftieth; what claims more is made to fill the disk."""

_SMALL = 1024 * 1024
_PART = 1024 * 1024


def _plain(name: str) -> str:
    if Path(name).name != name or name in {"", ".", ".."} or re.search(r"[\\/\x00-\x1f]", name):
        raise ValueError("is not a plain file name")
    return name


class File(BaseModel):
    """One original in the archive."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    name: Annotated[str, Field(max_length=255), AfterValidator(_plain)]
    bytes: Annotated[int, Field(ge=1, le=_LARGEST_FILE)]
    reports: tuple[str, ...] = ()

    @property
    def entry(self) -> str:
        """Where it lies in the archive."""
        return f"originals/{self.sha256}"


class Manifest(BaseModel):
    """What the archive holds, in the order in which it was read."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    format: Literal[1] = 1
    version: str
    made: str
    files: tuple[File, ...]


def export_library(library: Library, target: Path, progress: Progress) -> Manifest:
    """Write the originals of all reports into `target`, which must not exist.

    Raises:
        AssistantError: an original is not kept, or is damaged; the line names its report.
        DataFolderError: the file cannot be written.
        UsageError: it exists.
    """
    if target.exists():
        raise UsageError(f"{target} exists; name another file")
    manifest, paths = _kept(library)
    part = target.with_name(f".{target.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(_MANIFEST, manifest.model_dump_json(indent=1))
            for done, (file, path) in enumerate(zip(manifest.files, paths, strict=True)):
                progress("pack", done, len(paths))
                archive.write(path, file.entry)
            progress("pack", len(paths), len(paths))
        part.replace(target)
    except OSError as error:
        raise DataFolderError(f"{target} cannot be written ({error.strerror or error})") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _kept(library: Library) -> tuple[Manifest, list[Path]]:
    originals = Originals(library.settings.data)
    by_sum: dict[str, list[str]] = {}
    missing = []
    for header in sorted(library.headers(), key=lambda h: (len(h.id), h.id)):  # the plain id before those made of it
        by_sum.setdefault(header.sha256, []).append(header.id)
        if originals.sound(header.sha256) is None:
            missing.append(f"{header.name} ({header.source})")
    if missing:
        raise AssistantError(
            f"the original of {', '.join(missing[:5])}{' and others' if len(missing) > 5 else ''} "  # noqa: PLR2004
            "is not kept here or is damaged; ingest the file again, then export"
        )
    found = {sha256: path for sha256 in by_sum if (path := originals.find(sha256)) is not None}
    files = tuple(
        File(sha256=sha256, name=path.name, bytes=path.stat().st_size, reports=tuple(by_sum[sha256]))
        for sha256, path in found.items()
    )
    made = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(version=__version__, made=made, files=files), list(found.values())


def import_library(library: Library, source: Path, password: str | None, progress: Progress) -> IngestResult:
    """Add the reports of an exported library; those that are there already are left alone.

    Raises:
        AssistantError: the file is no exported library, is damaged, or would not fit on the disk.
    """
    with _opened(source) as archive:
        manifest = _manifest(archive, source)
        _check_room(manifest, library.settings.data)
        folder = Path(tempfile.mkdtemp(dir=library.settings.data, prefix=".import-"))
        try:
            paths = []
            for done, file in enumerate(manifest.files):
                progress("unpack", done, len(manifest.files))
                paths.append(_unpacked(archive, file, folder))
        except BaseException as error:
            shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError):
                raise DataFolderError(f"{source} cannot be unpacked ({error.strerror or error})") from error
            raise
    try:  # outside, since what fails here is no damage of the file
        result = library.ingest(paths, password=password, progress=progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return IngestResult(tuple(replace(f, path=Path(f.path).name) for f in result.files))


@contextmanager
def _opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(source) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, NotImplementedError, RuntimeError) as error:
        raise AssistantError(f"{source} is damaged, or no ZIP file ({error}); export the library again") from error
    except FileNotFoundError as error:
        raise UsageError(f"{source} does not exist") from error
    except OSError as error:
        raise AssistantError(f"{source} cannot be read ({error.strerror or error})") from error


def _manifest(archive: zipfile.ZipFile, source: Path) -> Manifest:
    entries = {info.filename: info for info in archive.infolist()}
    if _MANIFEST not in entries or entries[_MANIFEST].file_size > _LARGEST_MANIFEST:
        raise AssistantError(f"{source} is no exported library: it has no {_MANIFEST}")
    try:
        with archive.open(_MANIFEST) as file:
            manifest = Manifest.model_validate_json(file.read(_LARGEST_MANIFEST))
    except ValidationError as error:
        wrong = error.errors()[0]
        where = ".".join(map(str, wrong["loc"])) or "it"
        raise AssistantError(f"{source}: the manifest cannot be used ({where}: {wrong['msg']})") from error
    said = [_MANIFEST, *(f.entry for f in manifest.files)]
    if sorted(said) != sorted(info.filename for info in archive.infolist()):
        raise AssistantError(f"{source} holds other files than its manifest says; it is not used")
    for file_said in manifest.files:
        info = entries[file_said.entry]
        if info.file_size != file_said.bytes or info.file_size > _MOST_SHRUNK * info.compress_size + _SMALL:
            raise AssistantError(f"{source}: {file_said.name} is not of the size that is said; it is not used")
    return manifest


def _check_room(manifest: Manifest, data: Path) -> None:
    wanted, free = sum(f.bytes for f in manifest.files), shutil.disk_usage(data).free
    if wanted > free:
        raise DataFolderError(f"the library needs {wanted // 2**20} MB, and {data} has {free // 2**20} MB left")


def _unpacked(archive: zipfile.ZipFile, file: File, folder: Path) -> Path:
    """The file, written below `folder` and held to its checksum."""
    path = folder / file.sha256 / file.name
    path.parent.mkdir()
    with archive.open(file.entry) as packed, path.open("xb") as plain:
        if _copied(packed, plain, file.bytes) != file.sha256:
            raise AssistantError(f"{file.name} is damaged in {archive.filename}; export the library again")
    return path


def _copied(packed: IO[bytes], plain: IO[bytes], most: int) -> str:
    """Copy at most `most` bytes; the checksum of what was copied."""
    digest = hashlib.sha256()
    while most > 0 and (part := packed.read(min(_PART, most))):
        most -= len(part)
        digest.update(part)
        plain.write(part)
    return digest.hexdigest()
