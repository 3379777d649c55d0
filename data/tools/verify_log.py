"""Checks an incident log on its own: standard library only, to be read in ten minutes.

    python verify_log.py log.jsonl [--head HASH] [--seq N] [--seal seal.json [--key PUBLIC_KEY_HEX]]

A log is one entry a line. Each line must be, byte for byte, the canonical JSON (RFC 8785) of an object with the eight
fields of FIELDS, and end in one LF. For the n-th line
    seq  is n,
    prev is the hash of the line before it (64 zeros for the first),
    hash is the SHA-256, in lower-case hex, of the canonical JSON of the object without `hash`.
The chain alone cannot show that lines were cut off at the end, or that the whole was written anew: for that, give the
last hash and number of entries as noted elsewhere (--head, --seq), or the seal, which is such a note, signed with
Ed25519 (the signature needs the package `cryptography`; without it the rest is checked, and the lack is said).
Exit status: 0 the log holds; 1 it does not (the first bad line and why); 2 something could not be read.
"""

import argparse
import hashlib
import io
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

FIELDS = {"seq": int, "at": str, "event_at": str, "by": str, "kind": str, "data": dict, "prev": str, "hash": str}
SEAL = {"format", "entries", "head", "first_at", "last_at", "public_key", "signature"}
LONGEST, DEEPEST, BIGGEST = 1 << 20, 32, 2**53 - 1  # bytes in a line, lists and objects in each other, whole number
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", re.ASCII)


class Wrong(ValueError):
    """Why a line, a seal or a log does not hold."""


def canonical(value: object) -> bytes:
    """RFC 8785 for text, whole numbers, true, false, null, lists, objects: sorted keys, no spaces, UTF-8."""
    return json.dumps(in_order(value, DEEPEST), ensure_ascii=False, separators=(",", ":")).encode()


def in_order(value: object, room: int) -> object:
    """The same value with the keys of its objects in the order of their UTF-16 code units; Wrong if out of range."""
    if isinstance(value, (dict, list)) and room == 0:
        raise Wrong(f"嵌套超过 {DEEPEST} 层")
    if isinstance(value, dict):
        return {key: in_order(value[key], room - 1) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    if isinstance(value, list):
        return [in_order(item, room - 1) for item in value]
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > BIGGEST):
        raise Wrong("有不是整数或超出 2^53-1 的数字")
    return value


def read_object(raw: bytes) -> dict[str, Any]:
    """The object in one line without its LF, or Wrong."""
    try:
        value = json.loads(raw.decode())
        again = canonical(value)
    except (UnicodeError, json.JSONDecodeError, RecursionError):
        raise Wrong("不是 UTF-8 的 JSON，或嵌套太深") from None
    if again != raw or not isinstance(value, dict):
        raise Wrong("不是规范 JSON 写法的一个对象 (空格、次序、转义或换行被改过)")
    return value


def check_line(line: bytes, seq: int, prev: str) -> str:
    """The hash of the line; Wrong says what does not hold."""
    if not line.endswith(b"\n"):
        raise Wrong(f"超过 {LONGEST} 字节" if len(line) > LONGEST else "没有以换行结尾：没有写完，或被截断")
    entry = read_object(line[:-1])
    for name, kind in FIELDS.items():
        if type(entry.get(name)) is not kind:
            raise Wrong(f"缺少字段 {name}，或它的类型不对")
    if not all(TIME.fullmatch(entry[name]) and datetime.fromisoformat(entry[name]) for name in ("at", "event_at")):
        raise Wrong("时间不成形")
    if (entry["seq"], entry["prev"]) != (seq, prev):
        raise Wrong(f"与上一条接不上 (序号 {entry['seq']} 应为 {seq}, prev 应为上一条的 hash)")
    stated = entry.pop("hash")
    if stated != hashlib.sha256(canonical(entry)).hexdigest():
        raise Wrong("内容与 hash 不符，有字节被改过")
    return str(stated)


def check_log(path: Path, head: str | None = None, seq: int | None = None) -> tuple[int, str]:
    """How many entries, and the last hash; Wrong names the first bad line. `head`, `seq`: as noted elsewhere."""
    count, last, met = 0, "0" * 64, head is None and seq is None
    with path.open("rb") as file:
        while line := file.readline(LONGEST + 1):
            count += 1
            try:
                last = check_line(line, count, last)
                if seq == count and head not in (None, last):
                    raise Wrong("hash 与先前记下的不符：日志被换过或重写过")
            except ValueError as error:
                raise Wrong(f"第 {count} 行：{error}") from None
            met = met or seq == count or (seq is None and head == last)
    if not met:
        raise Wrong(f"第 {count + 1} 行：先前记下的末条不在这 {count} 条之中：末尾被截去，或日志被重写过")
    if not count:
        raise Wrong("第 1 行：一条记录也没有")
    return count, last


def check_seal(log: Path, path: Path, key: str | None) -> str:
    """Holds the log against its seal; one sentence on the signature, or Wrong."""
    seal = read_object(path.read_bytes()[:LONGEST].removesuffix(b"\n"))
    if seal.keys() != SEAL or type(seal["entries"]) is not int or seal["format"] != "duty-log-seal-1":
        raise Wrong(f"{path} 不是一份封存")
    check_log(log, seal["head"], seal["entries"])
    if key is not None and key.strip().lower() != seal["public_key"]:
        raise Wrong("封存不是用这把公钥的机器签的")
    signed = canonical({name: item for name, item in seal.items() if name != "signature"})
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - optional
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey  # noqa: PLC0415 - optional

        key_of_seal = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["public_key"]))
        key_of_seal.verify(bytes.fromhex(seal["signature"]), signed)
    except ImportError:
        return "签名没有核对：没有装 cryptography"
    except (InvalidSignature, ValueError, TypeError):
        raise Wrong("封存的签名不对：封存被改过") from None
    return "签名完好" + ("" if key else "；公钥取自封存本身，请与另外保存的公钥核对")


def main() -> int:
    """The command line; returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # an old console may not know Chinese
    parser = argparse.ArgumentParser(description="核对事件日志")
    parser.add_argument("log", type=Path, help="log.jsonl")
    parser.add_argument("--head", type=str.lower, help="先前记下的 hash")
    parser.add_argument("--seq", type=int, help="那时的条数")
    parser.add_argument("--seal", type=Path, help="seal.json")
    parser.add_argument("--key", help="公钥，64 位十六进制")
    asked = parser.parse_args()
    try:
        count, last = check_log(asked.log, asked.head, asked.seq)
        seal = check_seal(asked.log, asked.seal, asked.key) if asked.seal else ""
    except (OSError, ValueError) as error:
        print(f"读不出：{error}" if isinstance(error, OSError) else error, file=sys.stderr)  # noqa: T201 - a command
        return 2 if isinstance(error, OSError) else 1
    print(f"{count} entries, last hash {last}", seal, sep="\n" if seal else "")  # noqa: T201 - a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
