"""档案包: one event as a folder and a zip of it that need no console: log, seal, papers, tables, a reader, hashes.

The folder is built beside its place under a hidden name and then renamed, so that it is there whole or not at all.
What was archived before is never touched: a second archive has a name of its own.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from console.journal.canonical import canonical
from console.journal.files import REAL, Fs, make_folders, put_file
from console.plan.loader import data_root
from console.words import visible

from .archive_page import archive_page
from .formats import FORMATS
from .paper import DRILL_WORDS, Paper
from .saving import paper_bytes
from .sheets import milestones_csv
from .situation import Situation
from .timeline import timeline

NAME = "事件档案"
PAPER_FORMS = ("docx", "html", "md")
Told = Callable[[int, int, str], None]
"""Is told how many pieces of how many are there, and which one comes next."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be archived, and where to."""

    situation: Situation
    log: bytes
    """The log byte for byte."""
    papers: Sequence[tuple[str, Paper]]
    """Label and paper; their files are numbered in this order."""
    out: Path
    """The folder in which the archive is put."""
    seal: Callable[[Path], str]
    """Signs the log in a folder (seal.json, seal.pub beside it); the sentence that says how that went."""
    own: Path | None = None
    """The office's own templates."""
    fs: Fs = REAL


@dataclass(frozen=True, slots=True)
class Archived:
    """Where it is, and what is in it."""

    folder: Path
    zip: Path
    files: int
    seal: str
    """How the log is sealed, a sentence."""


@dataclass
class _Build:
    """What has been put into the folder so far."""

    folder: Path
    prefix: str
    fs: Fs
    files: list[tuple[str, bytes]] = field(default_factory=list)

    def put(self, name: str, data: bytes) -> str:
        """Write one file; its name in the archive."""
        named = f"{self.prefix}{name}"
        put_file(self.folder / named, data, self.fs)
        self.files.append((named, data))
        return named


def archive(job: Job, told: Told = lambda _done, _of, _what: None) -> Archived:
    """Make the archive.

    Raises:
        OSError: it cannot be written there; nothing of it is left, and what was there before stands.
        ValueError: an office's own template cannot be used; the message is a sentence. Nothing is left either.
    """
    state = job.situation.state
    prefix = f"{DRILL_WORDS}_" if state.drill else ""
    make_folders(job.out, job.fs)
    stem = _free(job.out, f"{prefix}{NAME}_{state.id}_{job.situation.now:%Y%m%d-%H%M}")
    temp = job.out / f".{stem}.tmp"
    packed = job.out / f".{stem}.zip.tmp"
    _sweep(temp, packed)
    try:
        job.fs.make_folder(temp)
        build = _Build(temp, prefix, job.fs)
        sentence = _fill(job, build, told)
        put_file(packed, b"", job.fs)
        _zip(packed, stem, build.files, job)
        job.fs.sync_folder(temp)
        job.fs.rename(temp, job.out / stem)
        job.fs.rename(packed, job.out / f"{stem}.zip")
        job.fs.sync_folder(job.out)
    except BaseException:
        _sweep(temp, packed)
        raise
    return Archived(job.out / stem, job.out / f"{stem}.zip", len(build.files), sentence)


def _free(out: Path, stem: str) -> str:
    number, name = 1, stem
    while (out / name).exists() or (out / f"{name}.zip").exists():
        number += 1
        name = f"{stem}_{number}"
    return name


def _sweep(temp: Path, packed: Path) -> None:
    """Take away what a build left, ours or one that was killed."""
    with contextlib.suppress(OSError):
        packed.unlink(missing_ok=True)
    if temp.is_dir():
        shutil.rmtree(temp, ignore_errors=True)


def _fill(job: Job, build: _Build, told: Told) -> str:
    """Every file of the archive, the manifest last; how the log is sealed."""
    pieces = list(_pieces(job))
    total = len(pieces) + 3
    told(0, total, "日志和封存")
    build.put("log.jsonl", job.log)
    sentence = _sealed(job, build)
    papers: dict[str, list[str]] = {}
    others: list[tuple[str, str]] = []
    for number, (label, name, paper, make) in enumerate(pieces, 1):
        told(number, total, label)
        named = build.put(name, make())
        if paper:
            papers.setdefault(label, []).append(named)
        else:
            others.append((named, label))
    told(total - 2, total, "查阅页")
    build.files.append(("verify_log.py", (data_root() / "tools" / "verify_log.py").read_bytes()))
    put_file(build.folder / "verify_log.py", build.files[-1][1], job.fs)
    others += [("verify_log.py", "核对日志和封存的程序，只要有 Python")]
    page = archive_page(job.situation, sentence, tuple(papers.items()), others, build.prefix, job.own)
    build.put("index.html", page.encode("utf-8", "backslashreplace"))
    build.put("manifest.json", _manifest(job, build.files))
    return sentence


def _sealed(job: Job, build: _Build) -> str:
    """Sign the copy of the log under the name the seal is made for, then give seal and key their names."""
    work = build.folder / ".seal"
    job.fs.make_folder(work)
    put_file(work / "log.jsonl", job.log, job.fs)
    try:
        sentence = job.seal(work)
        for name in ("seal.json", "seal-earlier.json", "seal.pub"):
            if (work / name).is_file():
                build.put(name, (work / name).read_bytes())
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return sentence


Piece = tuple[str, str, bool, Callable[[], bytes]]
"""Label, file name, whether it is a paper, and what makes it."""


def _pieces(job: Job) -> Iterator[Piece]:
    for number, (label, paper) in enumerate(job.papers, 1):
        stem = "".join(c if c.isalnum() or c in "-_" else "_" for c in paper.kind)[:60]
        for form in PAPER_FORMS:
            yield label, f"{number:02d}_{stem}.{form}", True, _maker(paper, form, job.own)
    situation = job.situation
    yield "日志表格", "日志.csv", False, lambda: FORMATS["csv"](situation)
    yield "报告时限表格", "报告时限.csv", False, lambda: milestones_csv(situation)
    yield "日志和报告时限表格", "日志.xlsx", False, lambda: FORMATS["xlsx"](situation)
    yield "整件事件的数据", "event.toml", False, lambda: FORMATS["toml"](situation)
    yield "时间线图", "timeline.svg", False, lambda: timeline(situation).svg.encode("utf-8", "backslashreplace")


def _maker(paper: Paper, form: str, own: Path | None) -> Callable[[], bytes]:
    return lambda: paper_bytes(paper, form, own)


def _manifest(job: Job, files: Sequence[tuple[str, bytes]]) -> bytes:
    """What is in the archive, with the SHA-256 of each file."""
    state = job.situation.state
    return canonical({
        "format": "duty-archive-1", "event": state.id, "title": visible(state.title), "drill": state.drill,
        "made": job.situation.now.isoformat(), "entries": len(job.situation.entries), "head": job.situation.head,
        "files": [{"name": n, "bytes": len(d), "sha256": hashlib.sha256(d).hexdigest()} for n, d in files],
    }) + b"\n"  # fmt: skip


def _zip(path: Path, stem: str, files: Sequence[tuple[str, bytes]], job: Job) -> None:
    made = job.situation.now
    when = (max(made.year, 1980), made.month, made.day, made.hour, made.minute, made.second)
    with path.open("r+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            for name, data in files:
                info = zipfile.ZipInfo(f"{stem}/{name}", when)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                packed.writestr(info, data)
        file.flush()
        job.fs.fsync(file.fileno())
