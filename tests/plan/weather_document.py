"""What the weather plan's document holds, counted in the document itself and not in the data."""

from __future__ import annotations


def words(text: str) -> tuple[str, ...]:
    """The words of a text, as a list is easier to read without quotes."""
    return tuple(text.split())


HAZARDS = {
    "rainstorm": "暴雨",
    "snowstorm": "暴雪",
    "cold_wave": "寒潮",
    "chilling": "低温冷害",
    "drought": "干旱",
    "frost": "霜冻",
}

MEMBERS = words("""
    州委宣传部 州气象局 州应急局 州发展改革委 州工业和信息化局 州教育体育局 州公安局 州财政局 州自然资源规划局
    州生态环境局 州住房城乡建设局 州交通运输局 州农业农村局 州水利局 州商务局 州文化和旅游局 州卫生健康委 州广电局
    州林草局 州粮食和储备局 蒙自军分区 武警红河州支队 州消防支队 省水文水资源局红河分局 银保监局红河分局
    云南电网红河供电局
""")

NUMBERED = words("""
    1 1.1 1.2 1.3 1.4
    2 2.1 2.2 2.3 2.4
    3 3.1 3.1.1 3.1.2 3.1.3 3.2 3.2.1 3.2.2 3.2.3 3.2.4
    4 4.1 4.2 4.3 4.4 4.4.1 4.4.2 4.4.3 4.4.4 4.5 4.6 4.7 4.8
    5 5.1 5.2 5.3 5.4
    6 6.1 6.2 6.3 6.4
    7 7.1 7.2 7.3 7.4
    8 8.1 8.1.1 8.1.2 8.1.3 8.1.4
""")

PARAGRAPHS = {
    "1.3": 2, "1.4": 5, "2.1": 4, "3.1.1": 2, "3.2.2": 2, "3.2.3": 2, "4.2": 4, "4.3": 3, "4.6": 3, "4.7": 4,
    "5.2": 2, "6.1": 3, "6.2": 5, "6.3": 2, "6.4": 2, "7.1": 2, "7.2": 2,
}  # fmt: skip
"""Clauses of several paragraphs, and how many."""

SECTOR_PARAGRAPHS = {
    "4.4.1": words("""
        气象部门 应急管理部门 自然资源、水利部门 住建等部门 教育部门 体育、旅游管理部门 电力部门 公安、交通运输部门
        农业农村、林草部门 抢险单位
    """),
    "4.4.2": words("""
        气象部门 应急管理部门 公安部门 交通运输部门 电力部门 住建、水利等部门 卫健部门 住建部门 农业农村部门 抢险单位
    """),
    "4.4.3": words("""
        气象部门 应急管理部门 公安部门 交通运输部门 农业农村部门 林草部门 卫健部门 供电、供水、供气单位 抢险单位
    """),
    "4.4.4": words("""
        气象部门 应急管理部门 农业农村、林草部门 水利部门 卫健部门 生态环境部门 抢险单位
    """),
}
"""The paragraphs of the measures: one for each sector."""

WARNING_CONTENTS = words("气象灾害类别 预警级别 起始时间 可能影响范围 警示事项 应采取的措施 发布机关")
"""What a warning says (3.2.2)."""

RAINSTORM_ITEMS = {"I": 5, "II": 5, "III": 5, "IV": 4}
"""The situations listed under 暴雨 at each level."""


def clauses() -> list[str]:
    """Every numbered clause and every listed item of the document."""
    found = [*NUMBERED, *(f"2.4 {name}" for name in MEMBERS)]
    found += [f"{clause} 第{n}段" for clause, count in PARAGRAPHS.items() for n in range(1, count + 1)]
    found += [f"{clause} {name}" for clause, names in SECTOR_PARAGRAPHS.items() for name in names]
    found += [f"3.2.2 {name}" for name in WARNING_CONTENTS]
    for number, items in enumerate(RAINSTORM_ITEMS.values(), 1):
        clause = f"8.1.{number}"
        found += [f"{clause} {name}" for name in ("省级响应", *HAZARDS.values())]
        found += [f"{clause} 暴雨({n})" for n in range(1, items + 1)]
    return found
