"""A seal shows that a log is the one that was sealed, to whoever has the log, the seal and the public key."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from console.journal.errors import NotSealed
from console.journal.files import REAL
from console.journal.seal import check_seal, public_key, seal
from console.journal.sealfile import read_seal
from console.journal.writer import Journal
from tests.journal.auditor import run
from tests.journal.disks import Failing
from tests.journal.helpers import draft, lines_of, make_log


@pytest.fixture
def event(tmp_path: Path) -> Path:
    make_log(tmp_path / "home" / "e1", 9)
    return tmp_path / "home" / "e1"


def test_a_seal_holds_with_the_log_the_seal_and_the_key_alone(event: Path, tmp_path: Path) -> None:
    made = seal(event, event.parent)
    assert (made.entries, made.head) == (9, Journal.open(event, False).head)
    assert made.public_key == public_key(event.parent)
    (tmp_path / "copy.jsonl").write_bytes((event / "log.jsonl").read_bytes())
    (tmp_path / "copy.seal").write_bytes((event / "seal.json").read_bytes())
    found = check_seal(tmp_path / "copy.jsonl", made.public_key, tmp_path / "copy.seal")
    assert found.ok
    assert found.seal == made
    done = run(tmp_path / "copy.jsonl", "--seal", tmp_path / "copy.seal", "--key", made.public_key, libraries=True)
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "签名完好")


def test_without_a_key_of_ones_own_the_check_says_what_it_is_worth(event: Path) -> None:
    seal(event, event.parent)
    assert "公钥取自封存本身" in check_seal(event).why
    assert "公钥取自封存本身" in run(event / "log.jsonl", "--seal", event / "seal.json", libraries=True).stdout


def test_every_changed_byte_of_a_seal_is_found_by_both(event: Path) -> None:
    made = seal(event, event.parent)
    path = event / "seal.json"
    raw = path.read_bytes()
    for spot in range(len(raw)):
        path.write_bytes(raw[:spot] + bytes([raw[spot] ^ 1]) + raw[spot + 1 :])
        assert not check_seal(event, made.public_key).ok, spot
    for spot in range(5, len(raw), 97):
        path.write_bytes(raw[:spot] + bytes([raw[spot] ^ 1]) + raw[spot + 1 :])
        assert run(event / "log.jsonl", "--seal", path, libraries=True).returncode == 1, spot


@pytest.mark.parametrize("change", ["cut", "changed", "rewritten"])
def test_a_log_that_is_not_the_sealed_one_is_found(event: Path, change: str) -> None:
    made = seal(event, event.parent)
    log = event / "log.jsonl"
    match change:
        case "cut":
            log.write_bytes(lines_of(8))
        case "changed":
            log.write_bytes(lines_of(9).replace(b"note", b"nota", 1))
        case "rewritten":
            log.unlink()
            with Journal.create(event) as journal:
                journal.append([draft(number + 2) for number in range(9)])
    found = check_seal(event, made.public_key)
    assert not found.ok
    assert "日志与封存不符" in found.why
    assert run(log, "--seal", event / "seal.json", libraries=True).returncode == 1


def test_a_seal_by_another_machine_is_found(event: Path, tmp_path: Path) -> None:
    mine = public_key(event.parent)
    seal(event, tmp_path / "other")
    assert "不是用这把公钥" in check_seal(event, mine).why
    assert run(event / "log.jsonl", "--seal", event / "seal.json", "--key", mine, libraries=True).returncode == 1


def test_a_seal_with_its_key_exchanged_does_not_hold(event: Path, tmp_path: Path) -> None:
    made = seal(event, event.parent)
    raw = (event / "seal.json").read_text().replace(made.public_key, public_key(tmp_path / "other"))
    (event / "seal.json").write_text(raw)
    assert "签名不对" in check_seal(event).why


def test_a_log_goes_on_after_its_seal_and_may_be_sealed_again(event: Path) -> None:
    first = seal(event, event.parent)
    with Journal.open(event, True) as journal:
        journal.append([draft(10)])
    assert check_seal(event, first.public_key).ok
    assert seal(event, event.parent).entries == 10
    (event / "log.jsonl").write_bytes(lines_of(9))
    with pytest.raises(NotSealed, match="末尾被截去"):
        seal(event, event.parent)


def test_a_damaged_log_is_not_sealed(event: Path) -> None:
    (event / "log.jsonl").write_bytes(lines_of(9)[:-1])
    with pytest.raises(NotSealed, match="不能封存"):
        seal(event, event.parent)
    assert read_seal(event / "seal.json") is None


def test_the_key_is_made_once_and_is_private(event: Path) -> None:
    home = event.parent
    assert public_key(home) == public_key(home)
    assert (home / "keys" / "seal.pub").read_text().strip() == public_key(home)
    if os.name != "nt":
        assert stat.S_IMODE((home / "keys").stat().st_mode) == 0o700
        assert stat.S_IMODE((home / "keys" / "seal.key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "raw", [b"", b"junk", b"\xff", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"]
)
def test_a_broken_key_is_explained(event: Path, raw: bytes) -> None:
    public_key(event.parent)
    (event.parent / "keys" / "seal.key").write_bytes(raw)
    with pytest.raises(NotSealed, match="不是一把完好的私钥"):
        seal(event, event.parent)


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b"\xff", b"[" * 9000, b"1" * 99999], ids=range(6))
def test_what_is_no_seal_is_explained(event: Path, raw: bytes) -> None:
    (event / "seal.json").write_bytes(raw)
    assert "不是一份完好的封存" in check_seal(event).why
    assert run(event / "log.jsonl", "--seal", event / "seal.json").returncode == 1


def test_no_seal_is_said(event: Path) -> None:
    assert check_seal(event).why == "e1 没有封存"


def test_a_disk_fault_while_sealing_leaves_no_half_seal(event: Path) -> None:
    public_key(event.parent)
    for number in range(1, 30):
        failing = Failing(REAL, number, number)
        try:
            made = seal(event, event.parent, failing)
        except NotSealed as error:
            assert "keys" in str(error) or "seal.json" in str(error)
            left = read_seal(event / "seal.json")
            assert left is None or check_seal(event).ok
        else:
            assert number > 6
            assert check_seal(event, made.public_key).ok
            return
