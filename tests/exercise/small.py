"""A small drill for tests: a call at 30 seconds, a second one when the first was answered, a power cut."""

from __future__ import annotations

SMALL = """
[scenario]
id = "small"
title = "小演练"
difficulty = 1
minutes = 60
start = "02:10"
objectives = ["练"]
opening = "开始"

[[events]]
id = "grid"
plan = "blackout"
title = "停电"

[[voices]]
id = "li"
name = "老李"
unit = "红河供电局"

[[injects]]
id = "call"
at = "00:30"
voice = "li"
event = "grid"
words = ["喂，我是供电局老李。", "损失七十万千瓦。"]
tells = [{ path = "grid_shed_mw", value = 700, certainty = "estimated" }]

[[injects]]
id = "again"
when = { answered = "call" }
after = "05:00"
voice = "li"
event = "grid"
words = ["还是我。"]

[[injects]]
id = "paper"
at = "20:00"
channel = "fax"
voice = "li"
event = "grid"
words = ["传真一份。"]

[[answers]]
voice = "li"
event = "grid"
path = "grid_load_mw"
value = 1500
certainty = "verified"
says = "一百五十万千瓦。"

[[answers]]
voice = "li"
event = "grid"
path = "grid_load_mw"
value = 1490
certainty = "verified"
says = "更正，一百四十九万。"
since = "15:00"

[[goals]]
kind = "declare"
event = "grid"
level = "II"
points = 20
"""

CUT = SMALL + """
[[injects]]
id = "cut"
at = "10:00"
channel = "power_cut"
dark = "03:00"
"""
