"""What 红政办发〔2022〕40号 holds, taken from the document: names and the numbers of its clauses, for the tests."""

from __future__ import annotations


def words(text: str) -> list[str]:
    """The words of a text, parted by white space."""
    return text.split()


MEMBERS = words("""
    州委宣传部 州委网信办 州政府办公室 州发展改革委 州工业和信息化局 州教育体育局 州公安局 州民政局 州财政局
    州自然资源规划局 州生态环境局 州住房城乡建设局 州交通运输局 州水利局 州商务局 州卫生健康委 州应急局 州国资委
    州市场监管局 州广电局 州能源局 州林草局 州金融办 开远车务段 州通管办 州地震局 州气象局 州粮食和储备局
    云南电网公司红河供电局 蒙自军分区 武警红河州支队
""")
SUPPLY = "云南电网公司红河供电局"
WITHOUT_DUTY = ["州政府办公室", "州粮食和储备局", SUPPLY]
WITHOUT_GROUP = ["州政府办公室", "开远车务段", "州粮食和储备局", "蒙自军分区"]

GROUPS = {
    "电力恢复组": ("附录2 二(一)", ["州能源局"], words(f"""
        {SUPPLY} 州发展改革委 州应急局 州公安局 州林草局 州地震局 州气象局 武警红河州支队
    """)),
    "新闻宣传组": ("附录2 二(二)", ["州委宣传部"], words(f"""
        州委网信办 州发展改革委 州广电局 州公安局 州应急局 {SUPPLY}
    """)),
    "综合保障组": ("附录2 二(三)", ["州发展改革委", "州应急局", "州能源局"], words(f"""
        州工业和信息化局 州公安局 州民政局 州财政局 州自然资源规划局 州生态环境局 州住房城乡建设局 州交通运输局
        州水利局 州商务局 州卫生健康委 州国资委 州市场监管局 州广电局 州金融办 州通管办 {SUPPLY}
    """)),
    "社会治安维护组": ("附录2 二(四)", ["州公安局"], words("""
        州委网信办 州发展改革委 州教育体育局 州民政局 州商务局 州市场监管局 武警红河州支队
    """)),
}

REPORT_ITEMS = words("""
    影响范围 停电负荷 停电用户数 重要电力用户停电情况 事件级别 可能延续停电时间 先期处置情况 事态发展趋势
""")
FACTS = words("""
    grid_load_mw grid_shed_mw grid_shed_pct grid_customers grid_customers_out grid_customers_out_pct counties
    province_load_mw province_shed_mw province_shed_pct seriously_affected single_large_load
""")
COUNTY_FIELDS = words("name load_mw shed_mw shed_pct customers customers_out customers_out_pct")
PLACES = words("""
    个旧市 gj 开远市 ky 蒙自市 mz 弥勒市 ml 建水县 js 石屏县 sp 泸西县 lx 元阳县 yy 红河县 hh 绿春县 lc
    屏边县 pb 金平县 jp 河口县 hk
""")
RISKS = words("""
    党政军群机关和重点单位 社会治安 通信 供水、供气 排水、排污 企业生产 医疗卫生 道路交通 城市轨道交通 铁路交通
    民航 供油 物资供应 消防救援 金融证券 教育 广播电视 旅游行业 水利工程
""")
SYSTEMS = {
    "6.3.2": words("通信 给排水 供油 道路交通 城市轨道交通 铁路交通 民航"),
    "6.3.3": words("公安 临时安置 物资供应 供气 企业生产 金融证券 医疗卫生 教育 广播电视台 应急救援"),
}


def numbered(clause: str, count: int) -> list[str]:
    """The listed items (1) to (count) of a clause."""
    return [f"{clause}({n})" for n in range(1, count + 1)]


def parts(clause: str, names: str) -> list[str]:
    """The unnumbered paragraphs of a clause, by their opening words."""
    return [f"{clause} {name}" for name in words(names)]


CLAUSES = [
    *words("1 1.1 1.2 1.3"), *parts("1.3", "第1段 第2段 第3段"),
    "1.4", *parts("1.4", "统一领导 属地为主 突出重点"), "1.5", "1.6", *numbered("1.6", 3),
    *words("2 2.1"), *parts("2.1", "第1段 第2段 第3段"), "2.2", "2.3", *parts("2.3", "第1段 第2段"), "2.4", "2.5",
    *words("3 3.1 3.1.1 3.1.2"), *parts("3.1.2", "地质灾害 森林火灾 地震灾害 冰冻和洪涝灾害"),
    *words("3.1.3 3.2"), *(f"3.2.{n}" for n in range(1, 20)), "3.2 末段",
    *words("4 4.1 4.1.1 4.1.2 4.2 4.2.1"), *numbered("4.2.1", 3), "4.2.2", "4.2.3",
    *words("5 5.1"), *parts("5.1", " ".join(REPORT_ITEMS)), *words("5.2 5.3 5.4"),
    *words("6 6.1 6.2 6.2.1"), *numbered("6.2.1", 9), "6.2.2", *numbered("6.2.2", 5),
    "6.2.3", *numbered("6.2.3", 4), *parts("6.2", "未达一般 县市级别"),
    *words("6.3 6.3.1"), *numbered("6.3.1", 4), "6.3.2", *numbered("6.3.2", 7),
    "6.3.3", *numbered("6.3.3", 10), "6.3.4", *numbered("6.3.4", 6), "6.4", "6.5", *numbered("6.5", 4),
    *words("7 7.1 7.2 7.3 7.4 8 8.1"), *parts("8.1", "第1段 第2段 第3段"), "8.2",
    "8.3", *parts("8.3", "第1段 第2段 第3段"), "8.4", *parts("8.4", "第1段 第2段 第3段 第4段"), "8.5",
    *words("9 9.1 9.2 9.3 9.4 10 10.1 10.2"),
    "附录1", *parts("附录1", "一 二 二(一) 二(二) 三 三.1 三.2 四 四.1 四.2 末段"),
    "附录2", "附录2 一", *parts("附录2 一", " ".join(MEMBERS)), *parts("附录2 一", "增加 职责"),
    "附录2 二", *(clause for clause, _, _ in GROUPS.values()), "附录2 三",
    *(f"附录2 三 {name}" for name in (*MEMBERS, "电力企业") if name not in WITHOUT_DUTY),
]
"""Every numbered clause, listed item and list paragraph, in the document's order."""
