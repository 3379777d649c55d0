"""The people named in a field for people: a name is two characters at least, and no place, body, title or word of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .numbers import HIDDEN

if TYPE_CHECKING:
    from console.plan.model import Plan

NO_NAMES = frozenset({
    *("值班员", "值班台", "系统", "console", "duty", "值班", "带班", "当班", "值守", "现场", "前方", "常务", "首席", "应急", "指挥", "调度"),
    *("群众", "村民", "居民", "市民", "网民", "网友", "路人", "行人", "司机", "家属", "记者", "媒体", "热线", "匿名", "本人", "来电"),
    *("不详", "未知", "不明", "没有", "领导", "专家", "同志", "师傅", "医生", "护士", "民警", "先生", "女士", "老师", "总机", "对方"),
    *("高速", "石化", "石油", "安监", "南网", "国网", "云南", "文山", "文山州", "成都", "广州", "全体", "各方", "双方", "单位", "成员", "导演"),
    *("估计", "核实", "反映", "来电", "决定", "提供", "反馈", "告知", "数据", "统计", "复核", "发布", "公布", "通知", "转述", "系统", "平台", "自动"),
    *("监控", "监测", "雷达", "卫星", "记录", "消息", "微博", "抖音", "新闻", "网络", "视频", "图片", "截图", "照片", "宣传", "舆情", "会商", "用户"),
    *("移动", "电信", "联通", "铁塔", "铁路", "消防", "武警", "公安", "交警", "大唐", "华能", "华电", "变电", "供电", "水电", "客服", "营销", "运维"),
    *("检修", "抢修", "巡查", "巡视", "排查", "上级", "下级", "内部", "外部", "邻县", "邻州", "自动化", "网格", "广播", "监视", "遥测", "估测"),
    *("电话", "传真", "短信", "微信", "公文", "对讲", "电台", "接报", "接报人", "报告人", "初步", "技术", "安全", "生产", "轮值", "前线"),
})  # fmt: skip
"""What stands in such fields and is nobody's name."""
_PARTS = re.compile(r"[\u3001,\uff0c;\uff1b/\uff0f()\uff08\uff09:\uff1a\n+]+")
"""Between two people in one field."""
_DIGITS = re.compile(r"[\d\-]{3,}")
_SINGLE = re.compile(r"[\u4e00-\u9fff]")
_SPACED = re.compile(r"[\u4e00-\u9fff]{2,4}")
_PLACE = re.compile(r"(?:市|县|乡|镇|自治州|地区)$")
TITLES = (
    r"(?:副?(?:州长|市长|县长|区长|乡长|镇长|省长|秘书长|总指挥|指挥长|主任|书记|局长|处长|科长|股长|部长|所长|站长|台长|队长|班长|组长|院长"
    r"|行长|校长|厅长|司长|经理|总经理|董事长|工程师|调度员|值班员|调度长|值班长|专员|主席|主任科员|总监|站长)|师傅|同志|医生|护士|老师|先生|女士|工程师)"
)
_OFFICE_WORDS = (
    "州|省|区|村|长|主任|书记|专员|主席|经理|总监|人员|员|调度|局|办|处|室|部|厅|委|科|队|站|所|公司|政府|班|台|中心|机构|单位|组|院|集团|企业|电厂|电网"
    "|总指挥|工程师|师傅|群|网|指挥|部门|专家|领导|热线|司|团|会|厂|变|调|报|告|话|算|测"
)
_OFFICE = re.compile(rf"(?:{_OFFICE_WORDS})$")
_TITLED = re.compile(rf"^(.+?)(?:{TITLES})+$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤普沙施"
    "尤岳倪常温康牛樊葛邢安齐伍梅庞兰路聂章童柏辛管左盛翟鲁耿詹关苗凌骆柴房甘阮欧柯包冉岑鲍洪费丘申屠游靳卜涂欧阮沐木和朗寸刀罕岩玉尚赖文纪卓车"
    "季郁习柳解褚娄阎危虞成焦巫乌麦谷符阳边单古宁俞裴祝闵蓝臧储席霍冼冷匡师荣祁窦缪简时柯米桂明宗司支晋景鞠蒲尧步封初党宫巩桑连练佘隆仇位艾丛代"
)
_COMPOUND = ("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "夏侯", "端木", "南宫", "钟离", "轩辕")


class Names:
    """Finds the names in the fields for people; `plans` say which words are no names."""

    def __init__(self, plans: Iterable[Plan] = ()) -> None:
        self._terms = "\n".join(words for plan in plans for words in _words(plan.model_dump()))

    def is_term(self, word: str) -> bool:
        """Whether a word is a place, a body, a title, or stands in a plan: then nobody is called so here."""
        if word in NO_NAMES or _PLACE.search(word) or (len(word) > 1 and word in self._terms):
            return True
        named = 1 < len(word) <= 3 and word[0] in SURNAMES and word[:2] not in NO_NAMES  # 李队长, 王九州
        return bool(_OFFICE.search(word)) and not named

    def of(self, field: str, *, sure: bool) -> Iterator[str]:
        """The names in a field; `sure` is one for people alone, where whatever is no term is a name."""
        for word in words_of(field):
            yield from self._named(word, sure=sure)

    def _named(self, word: str, *, sure: bool) -> Iterator[str]:
        """The name before a title, or behind an office, a place or a title; else the word itself."""
        if titled := _TITLED.match(word):
            before = titled[1]
            yield from self._named(before, sure=sure or len(before) <= 4)  # no longer than a name
        elif behind := self._behind(word):
            yield behind
        elif self._is_name(word, sure=sure):
            yield word

    def _behind(self, word: str) -> str:
        """A name written right behind an office, a body or place of the plan, or a title; empty where there is none."""
        for length in (2, 3, 4):
            before, name = word[:-length], word[-length:]
            fits = len(before) > 1 and _CHINESE.fullmatch(name) and (length < 4 or name.startswith(_COMPOUND))  # as above
            if fits and name[0] not in "长员任" and self.is_term(before):
                return "" if self._says_what(name) else name
        return ""

    def _says_what(self, word: str) -> bool:
        """Whether a word is a term, or put together from two."""
        return self.is_term(word) or any(
            (word[:at] in "州县市省区" if at == 1 else self.is_term(word[:at])) and self.is_term(word[at:]) for at in range(1, len(word) - 1)
        )

    def _is_name(self, word: str, *, sure: bool) -> bool:
        if len(word) < 2 or word.isdigit() or self.is_term(word):  # one character stands everywhere
            return False
        if sure or "·" in word or re.fullmatch(f"[老小阿][{SURNAMES}]", word):
            return True
        if word.isascii():
            return re.fullmatch(r"[A-Za-z][a-z]{2,}", word) is not None
        return _SPACED.fullmatch(word) is not None and not self._says_what(word)


def words_of(field: str) -> Iterator[str]:
    """The words of a field for people, a name that is set apart («张 三») as one."""
    for piece in _PARTS.split(re.sub(rf"[{HIDDEN}]", "", _DIGITS.sub(" ", field)).strip()):
        parts = piece.split()
        whole = "".join(parts)
        if _SPACED.fullmatch(whole) and any(_SINGLE.fullmatch(part) for part in parts):
            parts = [whole]  # two characters set apart, to stand in line with names of three
        elif len(parts) > 1 and all(re.fullmatch(r"[A-Za-z.'-]+", part) for part in parts):
            yield " ".join(parts)
        yield from parts


def _words(value: Any) -> Iterator[str]:
    """Every text of a plan."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _words(inner)
