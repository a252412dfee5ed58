"""The manifest: what the file is, which revision, and the SHA-256 of every entry."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from workbench import __version__
from workbench.dataclass import dataclass
from workbench.errors import NewerFormatError
from workbench.project.file.limits import MAX_ENTRIES, MAX_INTEGER, Refused
from workbench.project.file.strict_json import parse, render

FORMAT = "stock-workbench-project"
SCHEMA = 2
"""2 added what a ledger knew (kind `ledger`), which programs of schema 1 keep unread, and runs that were made
after tries had been removed, which they cannot read. What runs answered (kind `answers`) came later: programs
that do not know it keep it unread; so do those that do not know bars within the day (kind `intraday`)."""
MIN_READER = 1
READER_OF_REMOVALS = 2

MIMETYPE = "mimetype"
MIMETYPE_CONTENT = b"application/x-stock-workbench"
MANIFEST = "manifest.json"
PROJECT = "project.json"

KINDS = ("project", "run", "array", "weights", "prices", "intraday", "ledger", "answers")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Part:
    """One entry to be: name, kind (one of `KINDS`, or one of a newer program) and content."""

    name: str
    kind: str
    content: bytes


class Row(BaseModel):
    """One entry of the manifest."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    name: str = Field(max_length=120)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    kind: str = Field(max_length=40)


class Manifest(BaseModel):
    """The known keys; keys of a newer program are kept in `model_extra` and written back."""

    model_config = ConfigDict(frozen=True, extra="allow")

    format: str = FORMAT
    schema_: int = Field(SCHEMA, alias="schema", ge=1, strict=True)
    min_reader: int = Field(MIN_READER, ge=1, strict=True)
    app: str = Field(__version__, max_length=100)
    project_id: str = Field(max_length=36)
    revision: int = Field(ge=1, le=MAX_INTEGER, strict=True)
    parent_revision: int = Field(ge=0, le=MAX_INTEGER, strict=True)
    embeds_yahoo: bool = False
    entries: tuple[Row, ...] = Field(max_length=MAX_ENTRIES)


def rows(parts: list[Part]) -> tuple[Row, ...]:
    """The manifest's rows of `parts`, in order."""
    return tuple(
        Row(name=part.name, size=len(part.content), sha256=digest(part.content), kind=part.kind)
        for part in parts
    )


def digest(content: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON, unknown keys last."""
    return render(manifest.model_dump(by_alias=True))


def from_bytes(content: bytes) -> Manifest:
    """The manifest of a file; `NewerFormatError` when it asks for a newer program than this one."""
    value = parse(content, MANIFEST)
    if value.get("format") != FORMAT:
        raise Refused("it is not a Stock Workbench project")
    _refuse_newer(value)
    try:
        return Manifest.model_validate(value)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"][:1])
        raise Refused(f"{MANIFEST} has no usable {place!r}") from error


def _refuse_newer(value: dict[str, Any]) -> None:
    needed = value.get("min_reader")
    if isinstance(needed, int) and needed > SCHEMA:
        maker = str(value.get("app", ""))[:40]
        raise NewerFormatError(
            f"It was written by a newer Stock Workbench ({maker}) than this one ({__version__}).",
            "Update this program to open it; the file was not changed.",
        )
