"""`seal.json`: its form, and its signature. The log itself is not looked at here (see seal.py).

The file is the canonical JSON of the seal and one LF; the signature is over the canonical JSON without `signature`.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path

from console.journal.canonical import canonical, parse
from console.journal.errors import NotSealed, reason
from console.journal.files import REAL, read_file

SEAL = "seal.json"
FORMAT = "duty-log-seal-1"
"""Signed with the rest, so that the signature can stand for nothing else."""

_LIMIT = 1 << 14
_HEX = {"head": 64, "public_key": 64, "signature": 128}


@dataclass(frozen=True, slots=True)
class Seal:
    """What is signed, and the signature."""

    format: str
    entries: int
    """How many entries the log had."""
    head: str
    """The hash of the last of them."""
    first_at: str
    """`at` of the first entry, RFC 3339."""
    last_at: str
    """`at` of the last, RFC 3339."""
    public_key: str
    """The raw Ed25519 key, 64 hex digits."""
    signature: str = ""
    """128 hex digits."""

    def signed(self) -> bytes:
        """The bytes that the signature is over."""
        body = asdict(self)
        del body["signature"]
        return canonical(body)

    def to_bytes(self) -> bytes:
        """The content of `seal.json`."""
        return canonical(asdict(self)) + b"\n"

    def signature_holds(self) -> bool:
        """Whether the key named in the seal made the signature. Raises `NotSealed` where this cannot be worked out."""
        try:
            from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - only where a signature is looked at
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - the same
        except ImportError as error:
            raise NotSealed("没有装 cryptography，不能核对签名；请安装后再试") from error
        try:
            key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(self.public_key))
            key.verify(bytes.fromhex(self.signature), self.signed())
        except (InvalidSignature, ValueError):
            return False
        return True


def read_seal(path: Path) -> Seal | None:
    """The seal in the file `path`, its form checked and nothing else; None where there is none. Raises `NotSealed`."""
    try:
        raw = read_file(path, _LIMIT, REAL)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise NotSealed(f"{path} 读不出：{reason(error)}") from error
    try:
        made = _shaped(parse(raw.decode().removesuffix("\n")))
        if made.to_bytes() != raw:
            raise ValueError("有字节被改过 (不是规范 JSON 的写法)")
    except ValueError as error:
        raise NotSealed(f"{path} 不是一份完好的封存：{error}；请用备份或导出中的那一份") from error
    return made


def _shaped(value: object) -> Seal:
    names = Seal.__dataclass_fields__
    if not isinstance(value, dict) or value.keys() != names.keys():
        raise ValueError("字段不对")
    for name in names:
        if type(value[name]) is not (int if name == "entries" else str):
            raise ValueError(f"{name} 的类型不对")
    for name, length in _HEX.items():
        if not re.fullmatch(f"[0-9a-f]{{{length}}}", value[name]):
            raise ValueError(f"{name} 不是 {length} 位小写十六进制")
    if value["format"] != FORMAT:
        raise ValueError(f"格式「{value['format']:.40}」不认识")
    return Seal(**value)
