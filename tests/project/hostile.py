"""Project files no program of ours ever wrote: made by hand, each wrong in one way."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
from safetensors.numpy import load, save

from workbench.project.file.arrays import decode, encode
from workbench.project.file.manifest import digest

RUN = "runs/run-0000"
ANSWERS = "answers.json"
LEDGER, LEDGER_DAYS, LEDGER_RETURNS = "ledger/rows.json", "ledger/days.npy", "ledger/returns.npy"
WEIGHTS = f"{RUN}/weights/fold-0-seed-0.safetensors"
PREDICTIONS = f"{RUN}/predictions.npy"


@dataclass(frozen=True)
class Raw:
    """One ZIP entry, every field of its two headers to be lied about; None means the truth."""

    name: bytes
    content: bytes
    method: int = 0
    flags: int = 0
    attributes: int = 0o100644 << 16
    crc: int | None = None
    size: int | None = None
    start: int | None = None
    local_name: bytes | None = None


def zipped(entries: list[Raw], *, prefix: bytes = b"", gap: bytes = b"", end: dict | None = None) -> bytes:
    """A ZIP file of `entries`; `end` overrides fields of its last record."""
    body, directory = bytearray(prefix), bytearray()
    for raw in entries:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(raw.content) + packer.flush() if raw.method == 8 else raw.content
        size = len(raw.content) if raw.size is None else raw.size
        packed_size = size if raw.method != 8 and raw.size is not None else len(packed)
        crc = zlib.crc32(raw.content) if raw.crc is None else raw.crc
        start = len(body) if raw.start is None else raw.start
        common = (raw.flags, raw.method, 0, 0x21, crc, packed_size, size)
        local = raw.name if raw.local_name is None else raw.local_name
        body += struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, *common, len(local), 0) + local + packed
        directory += struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 3 << 8 | 20, 20, *common, len(raw.name), 0, 0, 0, 0, raw.attributes,
            start,
        ) + raw.name
    body += gap
    fields = {"disk": 0, "here": len(entries), "count": len(entries), "length": len(directory),
              "offset": len(body), "comment": b"", **(end or {})}
    return bytes(body + directory) + struct.pack(
        "<4s4H2LH", b"PK\x05\x06", fields["disk"], 0, fields["here"], fields["count"], fields["length"],
        fields["offset"], len(fields["comment"]),
    ) + fields["comment"]


class File:
    """A valid file taken apart: change its parts, then put it together, hashes made right again or not."""

    def __init__(self, whole: bytes) -> None:
        self.whole = whole
        with zipfile.ZipFile(BytesIO(whole)) as archive:
            self.contents = {name: archive.read(name) for name in archive.namelist()}
        self.manifest = json.loads(self.contents["manifest.json"])

    def entries(self) -> list[Raw]:
        """Raw entries with a manifest that is right about all of them."""
        for row in self.manifest.get("entries", []):
            content = self.contents.get(row["name"])
            if content is not None:
                row.update(size=len(content), sha256=digest(content))
        self.contents["manifest.json"] = json.dumps(self.manifest).encode()
        return [Raw(name.encode("latin-1"), content) for name, content in self.contents.items()]

    def bytes(self) -> bytes:
        return zipped(self.entries())

    def json(self, name: str, change: Callable[[dict], object]) -> File:
        value = json.loads(self.contents[name])
        change(value)
        return self.put(name, json.dumps(value).encode())

    def put(self, name: str, content: bytes) -> File:
        self.contents[name] = content
        return self

    def add(self, name: str, content: bytes, kind: str) -> File:
        self.manifest["entries"].append({"name": name, "size": 0, "sha256": "0" * 64, "kind": kind})
        return self.put(name, content)

    def array(self, name: str, change: Callable[[np.ndarray], np.ndarray]) -> File:
        return self.put(name, encode(change(decode(self.contents[name], name).copy())))

    @property
    def prices(self) -> str:
        return next(name for name in self.contents if name.startswith("prices/") and name.endswith(".json"))


    @property
    def hours(self) -> str:
        """The stem of the bars within the day."""
        return next(name for name in self.contents if name.endswith("-times.npy")).removesuffix("-times.npy")


def on_hours(part: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[File], bytes]:
    """The `-times`, the `-days` or the columns of the bars within the day changed."""
    return lambda file: file.array(f"{file.hours}{part}.npy", change).bytes()


def _strange_hours(column: int, row: int, value: int) -> Callable[[File], bytes]:
    def change(times: np.ndarray) -> np.ndarray:
        times[row, column] = value
        return times

    return on_hours("-times", change)


def _later_hours(seconds: int) -> Callable[[File], bytes]:
    def change(times: np.ndarray) -> np.ndarray:
        times[0] += seconds * 10**9
        return times

    return on_hours("-times", change)


def _hours_without_times(file: File) -> bytes:
    name = f"{file.hours}-times.npy"
    del file.contents[name]
    file.manifest["entries"] = [row for row in file.manifest["entries"] if row["name"] != name]
    return file.bytes()


def _hours_as_days(file: File) -> bytes:
    """As a program would write them that knows of no times."""
    stem = file.hours
    kept = [row for row in file.manifest["entries"] if row["name"] != f"{file.hours}-times.npy"]
    for row in kept:
        if row["kind"] == "intraday":
            row["kind"] = "prices" if row["name"].endswith(".json") else "array"
    del file.contents[f"{file.hours}-times.npy"]
    file.manifest["entries"] = kept
    return file.array(f"{stem}-days.npy", lambda days: days[0] + np.arange(len(days))).bytes()


def on_zip(change: Callable[[list[Raw]], list[Raw]], **how) -> Callable[[File], bytes]:
    return lambda file: zipped(change(file.entries()), **how)


def on_last(**lies) -> Callable[[File], bytes]:
    """The last entry with some header fields changed."""
    return on_zip(lambda entries: [*entries[:-1], replace(entries[-1], **lies)])


def on_extra(raw: Raw) -> Callable[[File], bytes]:
    return on_zip(lambda entries: [*entries, raw])


def on_json(name: str, change: Callable[[dict], object]) -> Callable[[File], bytes]:
    return lambda file: file.json(name, change).bytes()


def on_text(name: str, content: bytes) -> Callable[[File], bytes]:
    return lambda file: file.put(name, content).bytes()


def on_array(name: str, change: Callable[[np.ndarray], np.ndarray]) -> Callable[[File], bytes]:
    return lambda file: file.array(name, change).bytes()


def on_manifest(change: Callable[[dict], object]) -> Callable[[File], bytes]:
    def build(file: File) -> bytes:
        change(file.manifest)
        return file.bytes()

    return build


def on_try(**changes: object) -> Callable[[dict], None]:
    """The first try of another project with some keys changed."""
    return lambda value: value["data"][0]["tries"][0].update(changes)


def on_event(kind: str, **changes: object) -> Callable[[dict], None]:
    """The first opening, reveal or removal with some keys changed."""
    return lambda value: value["data"][0][kind][0].update(changes)


def setting(*path: str | int, to: object) -> Callable[[dict], None]:
    def change(value: dict) -> None:
        for key in path[:-1]:
            value = value[key]
        value[path[-1]] = to

    return change


def on_tensors(change: Callable[[dict], object]) -> Callable[[File], bytes]:
    def build(file: File) -> bytes:
        tensors = {name: tensor.copy() for name, tensor in load(file.contents[WEIGHTS]).items()}
        change(tensors)
        return file.put(WEIGHTS, save(tensors)).bytes()

    return build


def on_tensor_header(change: Callable[[bytes, bytes], bytes]) -> Callable[[File], bytes]:
    """`change(header, body) -> whole file` of the weights."""

    def build(file: File) -> bytes:
        content = file.contents[WEIGHTS]
        length = int.from_bytes(content[:8], "little")
        return file.put(WEIGHTS, change(content[8 : 8 + length], content[8 + length :])).bytes()

    return build


def with_header(header: bytes, body: bytes) -> bytes:
    return len(header).to_bytes(8, "little") + header + body


def npy(descr: str, shape: str, body: bytes, *, fortran: bool = False) -> bytes:
    return npy_text(f"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}", body)


def npy_text(header: str, body: bytes, *, length: int | None = None) -> bytes:
    text = header.encode("latin-1") + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text) if length is None else length) + text + body


def flip(whole: bytes, place: int) -> bytes:
    return whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]


def _first_rows_nan(tensors: dict) -> None:
    tensors["head.weight"][0, 0] = np.nan


def _huge_net(value: dict) -> None:
    value["spec"]["model"].update(hidden_size=1024, num_layers=8)


def _crossed_prices(file: File) -> bytes:
    name = file.prices.replace(".json", ".npy")

    def zero(table: np.ndarray) -> np.ndarray:
        table[3, 5] = 0.0
        return table

    return file.array(name, zero).bytes()


def _other_prices(file: File) -> bytes:
    return file.array(file.prices.replace(".json", ".npy"), lambda table: table * 1.5).bytes()


def _unordered_prices(file: File) -> bytes:
    return file.array(file.prices.replace(".json", "-days.npy"), lambda days: days[::-1]).bytes()


def _shorter_prices(file: File) -> bytes:
    return file.array(file.prices.replace(".json", "-days.npy"), lambda days: days[1:]).bytes()


def _renamed_prices(file: File) -> bytes:
    return on_json(file.prices, setting("columns", to=["open"]))(file)


def _two_in_one(entries: list[Raw]) -> list[Raw]:
    """A second entry whose local header lies inside the content of the first (Fifield, 2019)."""
    inner = zipped([Raw(b"inner.json", b"{}")])[: 30 + 10 + 2]
    outer = Raw(b"outer.json", inner + b"padding")
    offset = len(zipped(entries)) - _directory_length(entries)
    return [*entries, outer, Raw(b"inner.json", b"{}", start=offset + 30 + 10)]


def _directory_length(entries: list[Raw]) -> int:
    return 22 + sum(46 + len(raw.name) for raw in entries)


def _moved_run(file: File) -> bytes:
    for name in [name for name in file.contents if name.startswith(RUN)]:
        file.contents[name.replace("run-0000", "run-0009")] = file.contents.pop(name)
    for row in file.manifest["entries"]:
        row["name"] = row["name"].replace("run-0000", "run-0009")
    return file.bytes()


def _without(name: str, *, listed: bool = False) -> Callable[[File], bytes]:
    def build(file: File) -> bytes:
        del file.contents[name]
        if not listed:
            file.manifest["entries"] = [row for row in file.manifest["entries"] if row["name"] != name]
        return file.bytes()

    return build


def _wrong_hash(file: File) -> bytes:
    entries = file.entries()
    return zipped([replace(raw, content=flip(raw.content, 200)) if raw.name == PREDICTIONS.encode() else raw
                   for raw in entries])


def _wrong_crc(file: File) -> bytes:
    place = file.whole.index(file.contents[PREDICTIONS]) + 300
    return flip(file.whole, place)


_FIRST, _SECOND = b'"data_offsets":[0,', b'"data_offsets":[4,'
_DEEP = b'{"notes":' + b"[" * 40 + b"]" * 40 + b"}"
_DEEPER = b'{"notes":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
_MANY_TENSORS = json.dumps(
    {f"t{n}": {"dtype": "F32", "shape": [0], "data_offsets": [0, 0]} for n in range(5_000)}
).encode()

NOT_OURS = "not a Stock Workbench project"
NAMES = {
    "climbing": b"../evil.json", "rooted": b"/etc/passwd", "drive": b"c:evil.json", "backslash": b"a\\evil",
    "capitals": b"Evil.json", "too long": b"x" * 121, "nameless": b"", "nul": b"evil\0.json",
    "climbing inside": b"runs/../../evil.json", "unicode": "évil".encode(),
}

CASES: dict[str, tuple[Callable[[File], bytes], str]] = {
    # what is no project at all
    "empty": (lambda file: b"", "it is empty"),
    "three bytes": (lambda file: b"PK\x03", "empty or cut off"),
    "web page": (lambda file: b"<!DOCTYPE html><html><body>Not found</body></html>" * 20, NOT_OURS),
    "foreign zip": (lambda file: zipped([Raw(b"word/document.xml", b"<w/>")]), NOT_OURS),
    "foreign zip with a manifest": (lambda file: zipped([Raw(b"manifest.json", b"{}")]), NOT_OURS),
    "other mimetype": (on_text("mimetype", b"application/epub+zip"), NOT_OURS),
    "other format": (on_manifest(setting("format", to="krita")), NOT_OURS),
    "no mimetype": (_without("mimetype"), NOT_OURS),
    "no manifest": (
        lambda file: zipped([raw for raw in file.entries() if raw.name != b"manifest.json"]),
        NOT_OURS,
    ),
    # what was cut or altered
    "half": (lambda file: file.whole[: len(file.whole) // 2], "its end is missing"),
    "last byte gone": (lambda file: file.whole[:-1], "its end is missing"),
    "first byte gone": (lambda file: file.whole[1:], "does not lie where it says"),
    "one bit flipped": (_wrong_crc, "is damaged"),
    "one bit flipped, CRC mended": (_wrong_hash, "not what its manifest says"),
    "entry lost": (_without(PREDICTIONS, listed=True), "is missing"),
    "project lost": (_without("project.json"), "project.json is missing"),
    # ZIP tricks
    **{f"name {title}": (on_extra(Raw(name, b"{}")), "forbidden name") for title, name in NAMES.items()},
    "name twice": (on_zip(lambda entries: [*entries, entries[-1]]), "is there twice"),
    "symbolic link": (on_last(attributes=0o120777 << 16), "a link or a folder"),
    "device": (on_last(attributes=0o020666 << 16), "a link or a folder"),
    "folder": (on_extra(Raw(b"runs/", b"")), "a link or a folder"),
    "encrypted": (on_last(flags=1), "is encrypted"),
    "sizes told afterwards": (on_last(flags=8), "a feature no project uses"),
    "bzip2": (on_last(method=12), "packed in an unknown way"),
    "overlap": (on_zip(_two_in_one), "overlaps another entry"),
    "hidden before": (on_zip(lambda entries: entries, prefix=b"#!/bin/sh\n"), "belong to no entry"),
    "hidden behind": (on_zip(lambda entries: entries, gap=b"hidden"), "belong to no entry"),
    "comment": (on_zip(lambda entries: entries, end={"comment": b"hello"}), "its end is missing"),
    "several disks": (on_zip(lambda entries: entries, end={"disk": 1}), "one part of several"),
    "count lies": (on_zip(lambda entries: entries, end={"here": 9, "count": 9}), "longer than its entries"),
    "count too high": (on_zip(lambda entries: entries, end={"here": 60, "count": 60}), "cut off"),
    "60,000 entries": (on_zip(lambda entries: entries, end={"here": 60_000, "count": 60_000}), "too many"),
    "directory elsewhere": (on_zip(lambda entries: entries, end={"offset": 10}), "does not lie where"),
    "header contradicts": (on_last(local_name=b"other.json"), "contradicts the directory"),
    "outside the file": (on_last(start=2**31), "belong to no entry"),
    "into the directory": (on_last(size=10**6), "overlaps the directory"),
    "bomb": (on_extra(Raw(b"bomb.npy", bytes(50 << 20), method=8)), "far more than it holds"),
    "bomb that lies": (
        on_extra(Raw(b"bomb.npy", bytes(2 << 20), method=8, size=100_000)),
        "not in its manifest",
    ),
    "one entry of 300 MB": (on_last(size=300 << 20), "is too large"),
    "five entries of 250 MB": (
        on_zip(lambda entries: [*entries, *(Raw(b"big%d" % n, b"", size=250 << 20) for n in range(5))]),
        "more than any project",
    ),
    # the manifest
    "stray entry": (on_extra(Raw(b"stray.json", b"{}")), "not in its manifest"),
    "listed twice": (
        on_manifest(lambda value: value["entries"].append(value["entries"][0])),
        "names an entry twice",
    ),
    "revision as text": (on_manifest(setting("revision", to="3")), "revision"),
    "no entries": (on_manifest(lambda value: value.pop("entries")), "entries"),
    "schema 0": (on_manifest(setting("schema", to=0)), "schema"),
    "other project": (on_manifest(setting("project_id", to="x")), "different projects"),
    "kind confused": (lambda file: file.add("runs/x/run.json", b"{}", "array").bytes(), "belongs to no run"),
    "array of nobody": (
        lambda file: file.add("runs/x/a.npy", encode(np.zeros(3)), "array").bytes(),
        "belongs to no",
    ),
    # JSON
    "not JSON": (on_text("project.json", b"{'a': 1}"), "is not JSON"),
    "not UTF-8": (on_text("project.json", b'{"notes": "\xff"}'), "not UTF-8"),
    "a list": (on_text("project.json", b"[]"), "not a JSON object"),
    "deep": (on_text("project.json", _DEEP), "nested too deep"),
    "deeper": (on_text("project.json", _DEEPER), "nested too deep"),
    "very many lists": (on_text("project.json", b'{"a":[' + b"[]," * 300_000 + b"[]]}"), "too many parts"),
    "very many numbers": (on_text("project.json", b'{"a":[' + b"1," * 600_000 + b"1]}"), "too many parts"),
    "NaN": (on_text("project.json", b'{"a": NaN}'), "the number NaN"),
    "Infinity": (on_text("project.json", b'{"a": -Infinity}'), "the number -Infinity"),
    "1e999": (on_text("project.json", b'{"a": 1e999}'), "a number too large"),
    "big integer": (on_text("project.json", b'{"a": 9007199254740993}'), "beyond 2^53"),
    "integer of 5,000 digits": (on_text("project.json", b'{"a": ' + b"9" * 5_000 + b"}"), "beyond 2^53"),
    "key twice": (on_text("project.json", b'{"notes": "a", "notes": "b"}'), "the same key twice"),
    "half a character": (on_text("project.json", b'{"notes": "\\ud800"}'), "a broken character"),
    "long text": (on_text(f"{RUN}/run.json", b'{"run_id": "' + b"x" * 5_000 + b'"}'), "too long"),
    "9 MB of JSON": (on_text("project.json", b'{"a": "' + b"x" * (9 << 20) + b'"}'), "too large"),
    # answers of runs
    "answer of no run": (on_json(ANSWERS, setting("run-0009", to={})), "a run that is not there"),
    "answer with a strange key": (on_json(ANSWERS, setting("run-0000", "oracle", to=1)), "a key that is not"),
    "answer that is a list": (on_json(ANSWERS, setting("run-0000", to=[])), "an answer is not an object"),
    "placebo without scores": (
        on_json(ANSWERS, setting("run-0000", "placebo", to={"setting": ""})), "lacks a key",
    ),
    "placebo without the run": (
        on_json(ANSWERS, setting("run-0000", "placebo", "scores", to={})), "lack the run's own",
    ),
    "placebo in unseen letters": (
        on_json(ANSWERS, setting("run-0000", "placebo", "setting", to="a\u202eb")), "not a line of words",
    ),
    "chance of 2": (
        on_json(ANSWERS, setting("run-0000", "placebo", "scores", "garch", to=[[0, 0.1, 2.0, 0.5]])),
        "outside 0 to 1",
    ),
    "riches": (
        on_json(ANSWERS, setting("run-0000", "placebo", "scores", "garch", to=[[0, 1e300, 0.5, 0.5]])),
        "what nobody can",
    ),
    "score that is a text": (
        on_json(ANSWERS, setting("run-0000", "placebo", "scores", "garch", to=[[0, "0.1", 0.5, 0.5]])),
        "its score is not",
    ),
    "one twin twice": (
        on_json(ANSWERS, setting("run-0000", "placebo", "scores", "garch", to=[[0, 0.1, 0.5, 0.5]] * 2)),
        "twice",
    ),
    "planted edge of 7": (
        on_json(ANSWERS, setting("run-0000", "planted", to=[[7.0, 10, 0.5, 900]])), "0 and 1",
    ),
    "planted edge of less than no days": (
        on_json(ANSWERS, setting("run-0000", "planted", to=[[0.1, 10, 0.5, -1]])), "impossible days",
    ),
    # the project
    "note on a run too long": (
        on_json("project.json", setting("run_notes", to=[{"run_id": "run-0000", "text": "x" * 281}])),
        "run_notes.0.text",
    ),
    "two notes on one run": (
        on_json("project.json", setting("run_notes", to=[{"run_id": "run-0000", "text": "x"}] * 2)),
        "a run has two notes",
    ),
    "note that is a list": (
        on_json("project.json", setting("run_notes", to=[{"run_id": "run-0000", "text": ["x"]}])),
        "run_notes.0.text",
    ),
    "too many notes on runs": (
        on_json("project.json", setting("run_notes", to=[
            {"run_id": f"run-{number}", "text": "x"} for number in range(2_001)
        ])),
        "run_notes",
    ),
    "hidden size 0": (on_json("project.json", setting("spec", "model", "hidden_size", to=0)), "hidden_size"),
    "hidden size 10^9": (
        on_json("project.json", setting("spec", "model", "hidden_size", to=10**9)),
        "hidden_size",
    ),
    "unknown model": (on_json("project.json", setting("spec", "model", to={"kind": "oracle"})), "model"),
    "code as a setting": (
        on_json("project.json", setting("spec", "model", "__class__", to="os")),
        "__class__",
    ),
    "unknown symbol": (on_json("project.json", setting("active_symbol", to="EVIL")), "EVIL is not one of"),
    "path as file name": (
        on_json("project.json", lambda value: (
            value["symbols"][0].update(file_name="../up"), value["spec"]["data"].update(file_name="../up"),
        )),
        "must not hold a path",
    ),
    # arrays
    "pickle in npy": (on_text(PREDICTIONS, npy("|O", "(1,)", b"c")),
                      "not allowed"),
    "code in npy": (on_text(PREDICTIONS, npy_text("{'descr': __import__('os'), }", b"")), "not allowed"),
    "74 GiB in npy": (
        on_text(PREDICTIONS, npy("<f8", "(9999999999,)", bytes(8))),
        "says it holds",
    ),
    "negative npy": (on_text(PREDICTIONS, npy("<f8", "(-1,)", b"")),
                     "not allowed"),
    "columns first": (
        on_text(PREDICTIONS, npy("<f8", "(1,)", bytes(8), fortran=True)),
        "not allowed",
    ),
    "three dimensions": (
        on_text(PREDICTIONS, npy("<f8", "(1, 1, 1)", bytes(8))),
        "not allowed",
    ),
    "bytes left over": (
        on_text(PREDICTIONS, npy("<f8", "(1,)", bytes(9))),
        "says it holds",
    ),
    "npy header too long": (on_text(PREDICTIONS, npy_text("{}", b"", length=60_000)), "not allowed"),
    "npz in npy": (on_text(PREDICTIONS, zipped([Raw(b"a.npy", b"")])), "not a plain .npy"),
    "array too short": (on_array(PREDICTIONS, lambda array: array[:, 1:]), "differ in length"),
    "array missing": (_without(PREDICTIONS), "missing or left over"),
    "date that is none": (
        on_array(f"{RUN}/predictions-days.npy", lambda days: days + np.iinfo(np.int64).min),
        "impossible date",
    ),
    "infinite price": (on_array(PREDICTIONS, lambda array: array + np.inf), "predicted"),
    # runs
    "run in another's folder": (_moved_run, "another run's folder"),
    "outcome unknown": (on_json(f"{RUN}/run.json", setting("outcome", to="won")), "outcome"),
    "number as text": (on_json(f"{RUN}/run.json", setting("forecast", "mae", to="0.1")), "mae"),
    "rows contradict the prices": (on_json(f"{RUN}/run.json", setting("data", "rows", to=5)), "other prices"),
    # what a ledger knew
    "ledger without its days": (_without(LEDGER_DAYS), "days.npy is missing"),
    "ledger entry of no use": (lambda file: file.add("ledger/more.json", b"{}", "ledger").bytes(), "belongs"),
    "ledger with a key too many": (on_json(LEDGER, setting("extra", to=1)), "keys are not those"),
    "ledger about no prices": (on_json(LEDGER, setting("data", 0, "sha256", to="x")), "no content hash"),
    "ledger about prices twice": (
        on_json(LEDGER, lambda value: value["data"].append({**value["data"][0], "tries": []})),
        "the same prices twice",
    ),
    "ledger about 501 prices": (
        on_json(LEDGER, lambda value: value.update(data=[value["data"][0]] * 501)),
        "too many prices",
    ),
    "ledger of text": (on_json(LEDGER, setting("data", to="all")), "keys are not those"),
    "try with days it has not": (on_json(LEDGER, on_try(days=61)), "differ in length"),
    "try with a negative number of days": (on_json(LEDGER, on_try(days=-1)), "differ in length"),
    "days of no try": (on_array(LEDGER_DAYS, lambda days: np.append(days, days[-1] + 1)), "wrong shape"),
    "days of one try fewer": (on_json(LEDGER, lambda value: value["data"][0]["tries"].pop()), "differ in"),
    "try without end": (on_json(LEDGER, on_try(days=2**40)), "differ in length"),
    "try twice": (on_json(LEDGER, on_try(trial_key=f"{1:064x}")), "the same try twice"),
    "try with another key": (on_json(LEDGER, on_try(trial_key="DROP TABLE entries")), "a key that is none"),
    "try of a strange project": (on_json(LEDGER, on_try(project_id="\x1b[31m")), "project id that is none"),
    "try with an odd verdict": (on_json(LEDGER, on_try(verdict="<b>PROVEN</b>")), "verdict that is none"),
    "try with an odd outcome": (on_json(LEDGER, on_try(outcome="won")), "outcome that is none"),
    "try at no time": (on_json(LEDGER, on_try(time="yesterday")), "a time is none"),
    "try on the 31st of February": (on_json(LEDGER, on_try(time="2026-02-31T10:00:00+00:00")), "a time is"),
    "try with code for a spec": (on_json(LEDGER, on_try(spec="__import__('os')")), "is not JSON"),
    "try with a deep spec": (on_json(LEDGER, on_try(spec='{"a":' + "[" * 50 + "]" * 50 + "}")), "too deep"),
    "try with a spec of 60,000 letters": (on_json(LEDGER, on_try(spec="x" * 60_000)), "too long"),
    "try without a verdict": (
        on_json(LEDGER, lambda value: value["data"][0]["tries"][0].pop("verdict")),
        "lacks verdict",
    ),
    "days of a try out of order": (on_array(LEDGER_DAYS, lambda days: days[::-1]), "out of order"),
    "days of a try out of this world": (on_array(LEDGER_DAYS, lambda days: days + 10**7), "out of order"),
    "returns that are none": (on_array(LEDGER_RETURNS, lambda values: values * np.nan), "a return that is"),
    "returns too few": (on_array(LEDGER_RETURNS, lambda values: values[:1]), "wrong shape"),
    "vault that begins never": (on_json(LEDGER, setting("data", 0, "vault_start", to="never")), "date is"),
    "vault that begins as a number": (on_json(LEDGER, setting("data", 0, "vault_start", to=3)), "vault_"),
    "opening number 10^9": (on_json(LEDGER, on_event("openings", number=10**9)), "an impossible number"),
    "opening number as text": (on_json(LEDGER, on_event("openings", number="1")), "its number"),
    "opening that passed maybe": (on_json(LEDGER, on_event("openings", passed="yes")), "its passed"),
    "opening of no vault": (on_json(LEDGER, on_event("openings", vault="")), "a date is none"),
    "opening of a strange run": (on_json(LEDGER, on_event("openings", run_id="../x")), "run id that is none"),
    "reveal that ends first": (on_json(LEDGER, on_event("burns", last="2012-01-01")), "end before"),
    "reveal for ever": (on_json(LEDGER, on_event("burns", last="9999-12-31")), "a date is"),
    "removal of no tries": (on_json(LEDGER, on_event("removals", tries=0)), "an impossible number"),
    "2,000 openings": (
        on_json(LEDGER, lambda value: value["data"][0]["openings"].extend(
            value["data"][0]["openings"] * 2_000)),
        "too many openings",
    ),
    # weights
    "weights not numbers": (on_tensors(_first_rows_nan), "not a number"),
    "weights of another shape": (
        on_tensors(lambda t: t.update({"head.bias": np.zeros(2, "f4")})),
        "wrong shape",
    ),
    "weights in doubles": (on_tensors(lambda t: t.update({"head.bias": np.zeros(1, "f8")})), "wrong shape"),
    "tensor too many": (on_tensors(lambda t: t.update(extra=np.zeros(1, "f4"))), "the tensors of its model"),
    "tensor missing": (on_tensors(lambda t: t.pop("head.bias")), "the tensors of its model"),
    "tensors twice": (
        on_tensor_header(lambda head, body: with_header(head.rstrip()[:-1] + b',"head.bias":{}}', body)),
        "twice",
    ),
    "weights header of 4 GB": (
        on_tensor_header(lambda head, body: b"\xff\xff\xff\xff" + bytes(4) + head),
        "impossible",
    ),
    "weights header missing": (on_text(WEIGHTS, b"\x01"), "impossible"),
    "5,000 tensors": (
        on_tensor_header(lambda head, body: with_header(_MANY_TENSORS, body)),
        "too many tensors",
    ),
    "weights cut": (
        on_tensor_header(lambda head, body: with_header(head, body[:-4])),
        "not as long as it says",
    ),
    "weights padded": (on_tensor_header(lambda head, body: with_header(head, body + b"evil")), "not as long"),
    "tensors overlap": (
        on_tensor_header(lambda head, body: with_header(head.replace(_FIRST, _SECOND), body)),
        "where it cannot be",
    ),
    "net too large": (on_json(f"{RUN}/run.json", _huge_net), "too large to load"),
    "weights of a straight line": (
        on_json(f"{RUN}/run.json", setting("spec", "model", to={"kind": "ridge"})),
        "the tensors of its model",
    ),
    # prices
    "price of zero": (_crossed_prices, "a price that is none"),
    "other prices": (_other_prices, "the content it is named by"),
    "prices out of order": (_unordered_prices, "out of order"),
    "prices too short": (_shorter_prices, "different length"),
    "prices of other columns": (_renamed_prices, "wrong keys"),
    # bars within the day
    "hours without times": (_hours_without_times, "-times.npy is missing"),
    "hours as days": (_hours_as_days, "length does not go with their times"),
    "days with times": (
        lambda file: on_json(f"{file.hours}.json", setting("interval", to="1d"))(file),
        "length does not go with their times",
    ),
    "hours of no length": (
        lambda file: on_json(f"{file.hours}.json", setting("interval", to="99999h"))(file),
        "length does not go with their times",
    ),
    "time that is none": (_strange_hours(0, 0, np.iinfo(np.int64).min), "times out of order"),
    "time twice": (
        on_hours("-times", lambda times: times[:, [0, *range(len(times[0]) - 1)]]), "times out of order",
    ),
    "times newest first": (on_hours("-times", lambda times: times[:, ::-1]), "times out of order"),
    "last time in the year 2262": (_strange_hours(-1, 0, np.iinfo(np.int64).max), "not of their days"),
    "times of other days": (_later_hours(9 * 86_400), "not of their days"),
    "clock 40 hours ahead": (_strange_hours(3, 1, 2400), "time zone that is none"),
    "clock ahead for ever": (_strange_hours(3, 1, np.iinfo(np.int64).min), "time zone that is none"),
    "times too few": (on_hours("-times", lambda times: times[:, 1:]), "different length"),
    "three rows of times": (on_hours("-times", lambda times: times[[0, 1, 1]]), "different length"),
    "no row of times": (on_hours("-times", lambda times: times[:0]), "different length"),
    "times in fractions": (on_hours("-times", lambda times: times.astype(float)), "different length"),
    "times in a row": (on_hours("-times", lambda times: times[0]), "different length"),
    "hours of other times": (_later_hours(1), "the content it is named by"),
    "hours in the order of another day": (on_hours("-days", lambda days: days[::-1]), "dates out of order"),
    "hours that cost nothing": (on_hours("", lambda table: table * 0), "a price that is none"),
    "65 MB of hours": (
        lambda file: file.add("prices/more.npy", bytes(65 << 20), "intraday").bytes(),
        "more bars within the day",
    ),
    "hours of nobody": (
        lambda file: file.add("prices/more.npy", encode(np.zeros(3)), "intraday").bytes(), "belongs to no",
    ),
}
