"""Two whole nights driven through the desk: an outage and a rainstorm, from the call to the closed log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from console.desk import bulletins
from console.desk.case import Case
from console.desk.desk import Desk
from console.incident import commands as c
from console.report.situation import situation_of
from console.report.spoken import spoken_script
from console.report.told import facts_told
from console.report.written import next_kind, written_report
from console.warning.enter import ByHand

from .conftest import Clock


def send(desk: Desk, case: Case, clock: Clock, milestone: str = "", edit: str = "") -> None:
    """Send the written report of this moment, with a sentence added where `edit` says so."""
    situation = situation_of(case, clock.now(), desk.settings.for_deadlines())
    paper = written_report(situation)
    text = paper.text.replace("下一步措施\n", f"下一步措施\n{edit}\n", 1) if edit else paper.text
    sent = c.SendPaper(paper.kind, next_kind(case.state)[1], text, paper.text, paper.to, "公文系统", "周强", "王建国",
                       facts_told(situation))  # fmt: skip
    given = [c.GiveReport(milestone, "周强", "公文系统", words=text)] if milestone else []
    desk.do(case.id, sent, *given)


def call(desk: Desk, case: Case, clock: Clock, milestone: str, name: str, reason: str = "") -> None:
    """Give a phone report with the script of this moment."""
    words = spoken_script(situation_of(case, clock.now()), case.plan.milestone(milestone))
    desk.do(case.id, c.GiveReport(milestone, name, "电话", late_reason=reason, words=words))


def outage(home: Path, *, drill: bool = False, closed: bool = True) -> tuple[Desk, Case, Clock]:
    """A substation lost: intake, level II, reports in and out of time, agencies, a correction, the end, the closing."""
    clock = Clock()
    desk = Desk(home, name="张三", clock=clock, drill=drill)
    case = desk.open_event("blackout", "220千伏蒙自变全站失压")
    words = {
        "caller": "李卫东", "unit": "红河供电局调度", "callback": "0873-3055678", "source": "电网调度",
        "words": "220千伏蒙自变全站失压,蒙自、个旧大面积停电,原因在查,正在转供。", "cause": "母线故障，保护动作全站失压",
        "place_detail": "220千伏蒙自变电站", "handling": "已启动地调应急处置，转供重要用户", "trend": "预计2小时内恢复大部分负荷",
        "important_users": "州人民医院、蒙自火车站启用自备电源", "expected_end": "约3小时", "site_lead": "陈志明 供电局副局长",
    }
    desk.do(case.id, c.SetPlaces(("蒙自市", "个旧市", "屏边县")), c.SetInstant("occurred", clock.now() - timedelta(minutes=4)),
            *(c.TakeDown(name, text) for name, text in words.items()))  # fmt: skip
    desk.do(case.id, c.SetFigure("grid_load_mw", 1500, "1500", "调度", "verified"),
            c.SetFigure("grid_shed_mw", 700, "700", "调度"), c.SetFigure("grid_customers_out", 186000, "18.6万", "调度", "estimated"))  # fmt: skip
    clock.forward(3)
    desk.do(case.id, c.ReadBack("已逐项复述", "李卫东"), c.FinishIntake())
    clock.forward(4)
    desk.do(case.id, c.Declare("start", "II", "II", "王建国", "王建国 副州长", "州指挥部指挥长", "电话", duration="24小时",
                               measures="派出前方工作组；优先恢复医院、供水、通信", clauses=("附录1 三.1",)))  # fmt: skip
    call(desk, case, clock, "county-phone", "赵敏")
    for number, body in enumerate(b for b in case.plan.bodies if b.member):
        step = ("notified", "confirmed", "working")[number % 3]
        desk.do(case.id, c.MoveAgency(body.id, step, "值班员小刘"))  # type: ignore[arg-type]  # three of the steps
    clock.forward(25)
    send(desk, case, clock, "county-written", edit="(一)已请求省电力公司增援发电车12台。")
    desk.do(case.id, c.AddExtra("instruction", "每半小时报一次恢复进度", "值班室", "王建国", clock.now() + timedelta(minutes=30)),
            c.AddExtra("promise", "04:00前回复州医院恢复时间", "张三", "州人民医院"))  # fmt: skip
    clock.forward(20)
    desk.do(case.id, c.SetFigure("grid_shed_mw", 640, "640", "调度", "verified"), c.TakeDown("trend", "负荷逐步恢复"))
    desk.do(case.id, c.DoTask("task:ii-1", "已传达", "张三"), c.DoExtra("x1", "已报", "张三", late_reason=""))
    send(desk, case, clock)
    clock.forward(90)
    send(desk, case, clock)
    if closed:
        for condition in case.plan.end_conditions:
            figures = {f.id: str(f.minimum + 3) for f in condition.figures}
            desk.do(case.id, c.Tick(condition.id, True, figures, "供电局报", "供电局张伟"))
        desk.do(case.id, c.Declare("end", None, None, "王建国", "王建国 副州长", "州指挥部指挥长", "电话", reason="供电恢复，秩序正常"))
        send(desk, case, clock)
        clock.forward(30)
        desk.do(case.id, c.Close(True, "转供电局调查"))
    return desk, case, clock


def rainstorm(home: Path, *, drill: bool = False, closed: bool = True) -> tuple[Desk, Case, Clock]:
    """A red warning opens the event; level I, floods, agencies, down to III, the warning lifted, the end."""
    clock = Clock("2026-07-01T21:40:00+08:00")
    desk = Desk(home, name="李静", clock=clock, drill=drill)
    at = clock.now()
    found = bulletins.enter(desk, ByHand("暴雨", "red", "红河州气象台", "蒙自市、屏边县、河口县", at, at + timedelta(hours=12),
                                         "预计未来12小时累计雨量150毫米以上，局地有山洪、滑坡、城市内涝"))  # fmt: skip
    case = bulletins.open_event(desk, found.id, {"forecast_24h": ["most_red"]}, ("州气象台王工", at))
    told = {"cause": "受冷锋切变影响", "trend": "雨带向南移动，02时前后最强", "handling": "已转移沿河群众120人", "casualties": "暂无人员伤亡"}
    desk.do(case.id, *(c.TakeDown(name, text) for name, text in told.items()), c.SetInstant("occurred", at - timedelta(minutes=20)))
    desk.do(case.id, c.SetFigure("hazards.rainstorm.occurred", True, "", "气象台", "verified"),
            c.SetFigure("hazards.rainstorm.impact", "major", "", "河口县"),
            c.SetFigure("hazards.rainstorm.counties_flooded", 2, "2", "应急局", "verified"))  # fmt: skip
    clock.forward(15)
    desk.do(case.id, c.FinishIntake())
    level = case.verdict.level if case.verdict and case.verdict.level else "II"
    desk.do(case.id, c.Assess("气象、水利、自然资源专家", "山洪风险高，建议启动", level))
    desk.do(case.id, c.Declare("start", level, level, "赵副州长", "赵副州长", "指挥长", "视频会议", duration="至预警解除",
                               measures="转移危险区群众，景区关闭"))  # fmt: skip
    for number, body in enumerate(b for b in case.plan.bodies if b.member):
        desk.do(case.id, c.MoveAgency(body.id, ("notified", "confirmed", "done")[number % 3], "值班员"))
    clock.forward(20)
    send(desk, case, clock, "office-proposal")
    clock.forward(180)
    desk.do(case.id, c.SetFigure("hazards.rainstorm.counties_flooded", 3, "3", "应急局", "verified"))
    desk.do(case.id, c.Declare("lower", "III", "III", "周副秘书长", "周副秘书长", "副指挥长", "电话", duration="12小时", reason="雨势减弱"))
    send(desk, case, clock)
    bulletins.lift(desk, found.id, "红河州气象台", "降雨基本结束")
    if closed:
        for condition in case.plan.end_conditions:
            desk.do(case.id, c.Tick(condition.id, True, {}, "气象台评估", "气象台赵志"))
        desk.do(case.id, c.Declare("end", None, None, "周副秘书长", "周副秘书长", "副指挥长", "电话", reason="影响减轻"))
        send(desk, case, clock)
        desk.do(case.id, c.Close(True, ""))
    return desk, case, clock
