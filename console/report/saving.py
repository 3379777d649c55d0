"""Papers as files: whole or not at all, under a name that says what they are."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from console.journal.files import atomic_write, make_folders

from .formats import own_word, templates
from .paper import Paper


def paper_bytes(paper: Paper, form: str, own: Path | None = None) -> bytes:
    """A paper in a form: docx, html, md, txt or pdf.

    Raises:
        KeyError: no such form.
        ValueError: a template cannot be used, or LibreOffice is not there for PDF; the message is a sentence.
    """
    if form == "docx":
        from .docx_file import docx_bytes  # noqa: PLC0415 # each form is loaded when it is asked for

        return docx_bytes(paper, own_word(own))
    if form == "pdf":
        return _pdf(paper_bytes(paper, "docx", own))
    from .page import html_page, markdown_page  # noqa: PLC0415 # as above

    makers = {
        "html": lambda: html_page(paper, templates(own)),
        "md": lambda: markdown_page(paper),
        "txt": lambda: paper.text,
    }
    return makers[form]().encode("utf-8", "backslashreplace")


def save_paper(paper: Paper, form: str, folder: Path, own: Path | None = None) -> Path:
    """Write a paper into a folder under its own name; a drill's begins with 演练. Gives back the file.

    Raises:
        OSError: the folder cannot be made or the file not written.
        ValueError: as `paper_bytes`.
    """
    return save_bytes(paper_bytes(paper, form, own), paper, form, folder)


def save_bytes(data: bytes, paper: Paper, form: str, folder: Path) -> Path:
    """Write what was made of a paper into a folder under the paper's own name, beside what is there. Raises OSError."""
    make_folders(folder)
    path = folder / f"{paper.file_stem}.{form}"
    number = 2
    while path.exists():
        path = folder / f"{paper.file_stem}_{number}.{form}"
        number += 1
    atomic_write(path, data)
    return path


def _pdf(word: bytes) -> bytes:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise ValueError("这台电脑没有装 LibreOffice，存不成 PDF；请存成 Word 再打印")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "paper.docx"
        source.write_bytes(word)
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf",
                   "--outdir", folder, str(source)]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, check=True, timeout=60)
            return (Path(folder) / "paper.pdf").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise ValueError("LibreOffice 没有转成 PDF，请存成 Word 再打印") from error
