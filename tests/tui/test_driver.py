"""The bytes of a terminal: all that is text comes through, all that is not is shown as such, an end is an end."""

from __future__ import annotations

import os
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

if sys.platform == "win32":
    pytest.skip("needs a terminal of POSIX", allow_module_level=True)

from console.tui.driver import ESCAPE_SHOWN, Pastes, Unbreakable, pump


def pumped(chunks: list[bytes]) -> tuple[bytes, int]:
    """What comes out for what is typed in these chunks, and how often it was told that it is no UTF-8."""
    terminal, keyboard = os.pipe()
    reads, writes = os.pipe()
    told: list[int] = []
    out: list[bytes] = []

    def collect() -> None:
        while data := os.read(reads, 65536):
            out.append(data)

    reader = threading.Thread(target=collect)
    reader.start()
    for chunk in chunks:
        os.write(keyboard, chunk)
    os.close(keyboard)
    with pytest.raises(OSError, match="closed"):
        pump(terminal, writes, lambda: False, lambda: told.append(1))
    os.close(writes)
    reader.join()
    os.close(reads)
    os.close(terminal)
    return b"".join(out), len(told)


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=2000))
def test_text_comes_through_as_it_is(text: str) -> None:
    data = text.encode()
    assert pumped([data[:1], data[1:]]) == (data, 0)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=1, max_size=4000))
def test_whatever_is_typed_what_comes_out_is_utf8(data: bytes) -> None:
    """The same as a decoder that replaces, but for a character that was not finished at the end."""
    out, _ = pumped([data])
    assert data.decode("utf-8", "replace").startswith(out.decode("utf-8").rstrip("\ufffd"))


@pytest.mark.parametrize("data", [b"\xff", "值班".encode("gbk"), b"a\x80b"])
def test_bytes_that_are_no_utf8_are_told(data: bytes) -> None:
    assert pumped([data])[1] == 1


def test_a_replacement_sign_that_was_really_typed_is_no_fault() -> None:
    assert pumped(["\ufffd".encode()]) == ("\ufffd".encode(), 0)


def test_writing_to_a_terminal_that_is_gone_is_no_fault() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    file = Unbreakable(os.fdopen(writes, "w"))
    file.write("x" * 100_000)
    file.flush()


@given(st.text(alphabet="a\x1b[201~]52;c\x07\u503c", max_size=40), st.integers(0, 60), st.integers(0, 60))
def test_an_escape_code_in_a_pasted_text_is_text(words: str, first: int, second: int) -> None:
    """However the terminal cuts it: before and after a paste nothing changes, in it no escape is left to be obeyed."""
    if "\x1b[201~" in words:
        return
    sent = f"k\x1b\x1b[A\x1b[200~{words}\x1b[201~\x1b[B"
    cuts = sorted((first, second))
    pastes = Pastes()
    out = "".join(pastes.tamed(part) for part in (sent[: cuts[0]], sent[cuts[0] : cuts[1]], sent[cuts[1] :]))
    assert out == "k\x1b\x1b[A\x1b[200~" + words.replace("\x1b", ESCAPE_SHOWN) + "\x1b[201~\x1b[B"


def test_a_pressed_escape_waits_for_nothing() -> None:
    """Outside a paste every key goes on at once, though it might begin one."""
    assert Pastes().tamed("\x1b") == "\x1b"
