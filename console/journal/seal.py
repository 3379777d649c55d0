"""The seal of a log: its length and last hash, signed with the machine's Ed25519 key.

The chain shows that nothing inside a log was changed; only a head kept elsewhere shows that nothing was cut off or
written anew. A seal is such a head. Who checks it needs the log, `seal.json` and the public key, the last from a
source of its own (a handover sheet, say): a seal proves no more than that whoever held the key signed this head.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from console.journal.chain import MAX_LOG, scan
from console.journal.errors import NotSealed, reason
from console.journal.files import REAL, Fs, atomic_write, make_folders, read_file
from console.journal.recover import LOG
from console.journal.sealfile import FORMAT, SEAL, Seal, read_seal
from console.journal.verify import is_folder, verify

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_KEY = "seal.key"
_PUBLIC = "seal.pub"


@dataclass(frozen=True, slots=True)
class SealCheck:
    """What the check of a seal found."""

    ok: bool
    why: str
    """What is wrong, or what the good seal says; one Chinese sentence."""
    seal: Seal | None


def public_key(home: Path, fs: Fs = REAL) -> str:
    """The machine's public key, 64 hex digits; the pair is made on first use. Raises `NotSealed`."""
    return _private_key(home, fs).public_key().public_bytes_raw().hex()


def seal(folder: Path, home: Path, fs: Fs = REAL) -> Seal:
    """Verifies the log in `folder`, signs its head and writes `seal.json`. Raises `NotSealed`.

    A log that has grown may be sealed again; what an older seal says must still hold, and is then replaced.
    """
    verdict = verify(folder)
    if not verdict.ok:
        raise NotSealed(f"{folder.name} 不能封存：{verdict.why}")
    key = _private_key(home, fs)
    first, last = _times(folder / LOG, verdict.entries)
    bare = Seal(FORMAT, verdict.entries, verdict.head, first, last, key.public_key().public_bytes_raw().hex())
    made = replace(bare, signature=key.sign(bare.signed()).hex())
    try:
        atomic_write(folder / SEAL, made.to_bytes(), fs)
    except OSError as error:
        raise NotSealed(f"{folder / SEAL} 写不成：{reason(error)}；请排除后再封存一次") from error
    return made


def check_seal(path: Path, key: str | None = None, seal_path: Path | None = None) -> SealCheck:
    """Holds a log (its folder, or the file) against its seal (`seal.json` beside it by default).

    `key` is the machine's public key in hex as the checker knows it; without it only the key named in the seal itself
    is used, and the sentence says so. Entries added after the seal are no fault.
    """
    log = path / LOG if is_folder(path) else path
    try:
        found = read_seal(seal_path or log.with_name(SEAL))
        if found is None:
            return SealCheck(False, f"{log.parent.name} 没有封存", None)
        if not found.signature_holds():
            return SealCheck(False, "封存的签名不对：封存被改过", found)
    except NotSealed as error:
        return SealCheck(False, str(error), None)
    if key is not None and key.strip().lower() != found.public_key:
        return SealCheck(False, "封存不是用这把公钥的机器签的", found)
    verdict = verify(log, found.head, found.entries)
    if not verdict.ok:
        return SealCheck(False, f"日志与封存不符：{verdict.why}", found)
    trust = "" if key is not None else "；公钥取自封存本身，请与另外保存的公钥核对"
    return SealCheck(True, f"封存完好：{found.entries} 条，末条 hash {found.head}{trust}", found)


def _private_key(home: Path, fs: Fs) -> Ed25519PrivateKey:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 - 20 ms, only where something is sealed
        from cryptography.hazmat.primitives import serialization as form  # noqa: PLC0415 - the same
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415 - the same
    except ImportError as error:
        raise NotSealed("没有装 cryptography，不能封存；请安装后再试") from error
    path = home / "keys" / _KEY
    try:
        make_folders(path.parent, fs)
        if _KEY not in fs.names(path.parent):
            fresh = ed25519.Ed25519PrivateKey.generate()
            pem = fresh.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption())
            atomic_write(path, pem, fs)
            atomic_write(path.with_name(_PUBLIC), fresh.public_key().public_bytes_raw().hex().encode() + b"\n", fs)
        key = form.load_pem_private_key(read_file(path, 1 << 14, fs), None)
    except OSError as error:
        raise NotSealed(f"{path} 用不了：{reason(error)}；请检查数据文件夹的权限") from error
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise NotSealed(f"{path} 不是一把完好的私钥；请从备份恢复，或移走它以另制一把") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise NotSealed(f"{path} 不是 Ed25519 私钥；请移走它以另制一把")
    return key


def _times(log: Path, entries: int) -> tuple[str, str]:
    """`at` of the first and the last of the entries, which were verified just now."""
    try:
        found = scan(read_file(log, MAX_LOG, REAL)).entries
    except OSError as error:
        raise NotSealed(f"{log} 读不出：{reason(error)}") from error
    if len(found) < entries:
        raise NotSealed(f"{log} 在封存时变短了；请再封存一次")
    return found[0].at, found[entries - 1].at
