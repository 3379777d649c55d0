"""A paper as a web page that needs no network and prints well, and as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from console.words import visible

from .paper import DRILL_SENTENCE, Block, Paper, Paragraph, Picture, Table

TEMPLATE = "paper.html.j2"
ROOM_TO_SIGN = "________"
_MARKS = re.compile(r"([\\`*_{}\[\]#|~$@]|^\s*[-+](?=\s|$)|^\s*\d+[.)](?=\s|$)|^\s*[-=]{2,}$|:(?=//)|(?<=[wW]{3})\.)")
"""What means something to Markdown or makes a link of itself, where it does; a minus within words stays readable."""
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def html_page(paper: Paper, templates: tuple[Path, ...]) -> str:
    """The paper as one HTML file; the first folder of `templates` that has the template gives it.

    Raises:
        ValueError: the office's own template cannot be used; the message is a sentence with the place.
    """
    return rendered(
        TEMPLATE, templates, paper=paper, blocks=tuple(_kinds(paper)), feet=feet(paper), signer=signer(paper), drill_sentence=DRILL_SENTENCE,
        show=lambda words: visible(words, lines=True),
    )


def _shown(value: Any) -> Any:
    """What a template puts on the page, harmless; markup that the console made itself is left."""
    return visible(value, lines=True) if type(value) is str else value


def rendered(name: str, templates: tuple[Path, ...], **values: Any) -> str:
    """A template filled in; the first folder of `templates` that has it gives it.

    All words are escaped and their control characters shown, whatever the template does with them.

    Raises:
        ValueError: the template cannot be used; the message is a sentence with the place.
    """
    from jinja2 import FileSystemLoader, StrictUndefined, TemplateNotFound  # noqa: PLC0415 # 100 ms, only for pages
    from jinja2.sandbox import SandboxedEnvironment  # noqa: PLC0415 # as above

    loader = FileSystemLoader([str(folder) for folder in templates])
    environment = SandboxedEnvironment(loader=loader, autoescape=True, undefined=StrictUndefined, finalize=_shown)
    try:
        return environment.get_template(name).render(**values)
    except UnicodeDecodeError as error:
        raise ValueError(f"模板 {name} 不是 UTF-8 编码，请另存为 UTF-8，或删掉自己的模板") from error
    except TemplateNotFound as error:
        raise ValueError(f"没有模板 {visible(str(error.name))}，请放进 templates 文件夹，或重新安装") from error
    except Exception as error:  # what an office writes into a template may raise anything; it is told, not hidden
        place = f"{name}:{line}" if (line := _line_of(error, name)) else name
        raise ValueError(f"模板 {place} 不能用（{visible(str(error))[:200]}），请改好或删掉自己的模板") from error


def _line_of(error: Exception, name: str) -> int | None:
    """The line of the template that a fault names or happened in."""
    line = getattr(error, "lineno", None)
    step = error.__traceback__
    while step is not None and not isinstance(getattr(error, "lineno", None), int):
        if step.tb_frame.f_code.co_filename.endswith(name):
            line = step.tb_lineno
        step = step.tb_next
    return line if isinstance(line, int) else None


def _kinds(paper: Paper) -> Iterator[tuple[str, Block]]:
    names = {Paragraph: "paragraph", Table: "table", Picture: "picture"}
    for block in paper.blocks:
        yield names[type(block)], block


def signer(paper: Paper) -> str:
    """「签发人：王建国」 for the head of a report to a superior, with room to sign where nobody has yet; else empty."""
    return f"签发人：{paper.signer or ROOM_TO_SIGN}" if paper.signs == "above" else ""


def feet(paper: Paper) -> tuple[tuple[str, str], ...]:
    """What stands below the signature: who signed, copies, contact, the log it rests on."""
    found = (
        ("签发", (paper.signer or ROOM_TO_SIGN) if paper.signs == "below" else ""),
        ("抄送", "、".join(paper.copies)), ("联系人", paper.contact), ("据日志", paper.head),
    )
    return tuple((label, words) for label, words in found if words)


def markdown_page(paper: Paper) -> str:
    """The paper as Markdown; typed words stay words, whatever signs they hold."""
    lines = [f"**{DRILL_SENTENCE}**", ""] if paper.drill else []
    lines += [escaped(signer(paper)), ""] if signer(paper) else []
    lines += [f"# {escaped(paper.heading)}", ""]
    if paper.to:
        lines += [escaped("、".join(paper.to)) + "：", ""]
    for block in paper.blocks:
        lines += [*_markdown(block), ""]
    lines += [escaped(paper.office), "", paper.date, ""]
    lines += [f"{label}：{escaped(words)}  " for label, words in feet(paper)]
    if paper.drill:
        lines += ["", f"**{DRILL_SENTENCE}**"]
    return "\n".join(lines) + "\n"


def _markdown(block: Block) -> list[str]:
    if isinstance(block, Table):
        head = "| " + " | ".join(map(escaped, block.columns)) + " |"
        rows = ["| " + " | ".join(map(escaped, row)) + " |" for row in block.rows]
        return [head, "|" + " --- |" * len(block.columns), *rows]
    if isinstance(block, Picture):
        return [f"（{escaped(block.words)}）"]
    marks = {"head1": "## ", "head2": "### "}
    return [marks.get(block.style, "") + escaped(block.text)]


def escaped(words: str) -> str:
    """Words on one line in which no sign means anything to Markdown or HTML."""
    return _MARKS.sub(lambda found: f"{found[1][:-1]}\\{found[1][-1]}", visible(words)).translate(_ENTITIES)
