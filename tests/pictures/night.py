"""A night in a real terminal, and the moments of it that README shows."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from console.incident.times import CHINA, stamp
from tests.tui.pty_console import PtyConsole
from tests.warning.sample import cap, info

from .draw import picture

NORMAL, SMALL = (120, 40), (80, 24)
KEYS = {
    "enter": "\r", "esc": "\x1b", "up": "\x1b[A", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
    "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
    "shift+f2": "\x1b[1;2Q", "shift+f5": "\x1b[15;2~", "shift+f6": "\x1b[17;2~",
}  # fmt: skip
"""What a terminal sends; 「<c-x>」 is Ctrl+X."""
REST = 1.2
"""Seconds that a screen has to come to rest before its picture is taken."""


class Camera:
    """Somebody at the keys of a console, with a camera."""

    def __init__(self, folder: Path, console: PtyConsole) -> None:
        self._folder, self._console = folder, console

    def keys(self, spec: str, sight: str = "") -> None:
        """Type words and 「<f4>」, then wait until `sight` is on the screen."""
        for named, plain in re.findall(r"<([^<>]+)>|([^<]+)", spec):
            raw = plain or KEYS.get(named) or chr(ord(named.removeprefix("c-")) - 96)
            self._console.send(raw)
            self.rest(0.4)
        if sight:
            self._console.see(sight)

    def rest(self, seconds: float = REST) -> None:
        """Look on for so long."""
        end = time.monotonic() + seconds
        self._console.until(lambda _: time.monotonic() >= end, "the time passes")

    def take(self, name: str) -> None:
        """A picture of what stands there now."""
        self.rest()
        picture(self._console.screen, self._folder / f"{name}.png")


@contextmanager
def at(folder: Path, home: Path, *verb: str, size: tuple[int, int] = NORMAL) -> Iterator[Camera]:
    """`duty --home HOME VERB` in a terminal of `size`, with a camera."""
    with PtyConsole("-m", "console", "--home", str(home), *verb, size=size, COLORTERM="truecolor") as console:
        camera = Camera(folder, console)
        camera.rest(3)
        yield camera


def call(camera: Camera) -> None:
    """The phone rings; half the facts are there."""
    camera.keys("<c-o>张三<enter>李局长<enter><f10>")
    camera.keys("<c-n>", "哪一类事件")
    camera.keys("1220千伏蒙自变全站失压<f10>", "来电单位")
    camera.keys("李四<enter>红河供电局调度<enter>0873-3730000<enter>-4<enter>mz gj<enter>220千伏蒙自变<enter>")
    camera.keys("蒙自变全站失压，蒙自、个旧大面积停电，正在倒负荷")
    camera.keys("<f10>1500<f12><enter>700<enter>")
    camera.take("intake")


def response(camera: Camera) -> None:
    """The level, the reports, the agencies."""
    camera.keys("<f4>", "建议启动")
    camera.take("declare")
    camera.keys("<f10>", "谁决定")
    camera.keys("<enter>王副州长<enter>王副州长<enter>指挥长<enter>电话<enter><enter>24小时<enter>先行抢修，通知成员单位<f10>")
    camera.keys("<f6><f5>", "接报人")
    camera.keys("赵六<f10>")
    camera.take("response")
    camera.keys("<f10>gaj<enter>")
    camera.rest()
    camera.keys("<f10>")
    camera.keys("<up>")
    camera.take("agencies")
    camera.keys("<esc><esc><f7>")
    camera.take("log")
    camera.keys("<f8>")
    camera.take("ending")
    camera.keys("<f9>")
    camera.take("plan")
    camera.keys("<f11>")
    camera.take("papers")


def warned(camera: Camera) -> None:
    """A red rainstorm warning in force beside the outage."""
    camera.keys("<c-x>")
    camera.take("warnings")
    camera.keys("<f2>")
    camera.take("board")
    camera.keys("<c-a>")
    camera.take("handover")


def drilled(trainee: Camera, director: Camera) -> None:
    """A drill: the first call, taken and asked; what the director sees; the sheet."""
    trainee.keys("<f10>")
    trainee.keys("<shift+f5>1<f10>", "电话铃响")
    trainee.keys("<c-v>", "哪一类事件")
    trainee.keys("<enter><enter>", "来电单位")
    trainee.keys("老徐<enter>红河供电局配网<enter>来电号码<enter><c-v>")
    trainee.rest(4)
    trainee.keys("0105<enter><f10><c-v>")
    trainee.rest(4)
    trainee.keys("150万千瓦<enter>30万千瓦<f12><enter>")
    trainee.take("drill")
    director.take("director")
    trainee.keys("<shift+f6><f10>")
    trainee.take("score")


def rain() -> bytes:
    """The warning as a CAP file, from now until tomorrow evening."""
    now = datetime.now(CHINA).replace(microsecond=0)
    until = stamp((now + timedelta(days=1)).replace(hour=18, minute=0, second=0))
    return cap(body=info(expires=until)).replace(b"2026-07-01T19:50:00+08:00", stamp(now).encode())


def take_all(folder: Path) -> None:
    """Every picture of README into `folder`; some three minutes."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        with at(folder, home) as camera:
            call(camera)
            response(camera)
        warning = Path(place) / "rain.xml"
        warning.write_bytes(rain())
        subprocess.run([sys.executable, "-m", "console", "--home", str(home), "warning", "import", str(warning)], check=True)
        with at(folder, home) as camera:
            warned(camera)
        with at(folder, home, size=SMALL) as camera:
            camera.keys("<f6>")
            camera.take("response-80x24")
        with at(folder, home, "wall") as camera:
            camera.take("wall")
        practice = Path(place) / "practice"
        played = ("drill", "start", "two-voices", "--name", "张三")
        with at(folder, practice, *played) as trainee, at(folder, practice, "drill", "direct") as director:
            drilled(trainee, director)
