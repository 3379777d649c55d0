"""`duty practice`: 研判练习 line by line, at a terminal or in a pipe. Nothing of it reaches a log."""

from __future__ import annotations

import argparse
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from random import Random

from console.desk.home import default_home
from console.plan.loader import plan_folders
from console.practice.answers import Option, level_options, read_level, read_option
from console.practice.book import Book
from console.practice.score import score, score_lines
from console.practice.store import Store
from console.practice.telling import QUIET
from console.practice.trainer import Case, Trainer
from console.words import visible

from .faults import VerbError
from .rules import plan_of

_LARGEST_SEED = 2**63


def add(parser: argparse.ArgumentParser, verb: str) -> None:
    """The arguments of the verb."""
    del verb
    parser.add_argument("--plan", metavar="预案", help="只练这一份；不写则全部轮着练")
    parser.add_argument("--seed", type=int, metavar="数", help="同一个数出同样的题；不写则接着上次的薄弱处出")
    parser.add_argument("--count", type=int, metavar="题数", help="练几题；不写则一直练到输入结束或 q")
    parser.add_argument("--name", default="", metavar="姓名", help="成绩记在谁名下")


def run(arguments: argparse.Namespace) -> int:
    """Carry out the verb."""
    if arguments.count is not None and arguments.count < 1:
        raise VerbError("--count 须是 1 以上的整数")
    if arguments.seed is not None and not 0 <= arguments.seed < _LARGEST_SEED:
        raise VerbError("--seed 须是不小于 0 的整数，最多 18 位")
    ids = [arguments.plan] if arguments.plan is not None else list(plan_folders(default_home() / "plans"))
    books = [Book(plan_of(plan_id)) for plan_id in ids]
    store = Store(default_home())
    record, told = store.read(arguments.name)
    seed = secrets.randbelow(10**9) if arguments.seed is None else arguments.seed
    by_seed = arguments.seed is not None
    trainer = Trainer(books, record, Random(seed), by_seed=by_seed)  # noqa: S311 - a drill, no secret
    names = "、".join(book.plan.plan.name for book in books)
    _say(f"【演练】研判练习  {names}  种子 {seed}", *([told] if told else ()),
         f"先答级别，再答依据；{QUIET}。输入 q 结束。")  # fmt: skip
    done = _practise(trainer, store, arguments.name, arguments.count)
    _say("", f"【演练】研判练习 成绩(本次 {done} 题)", *score_lines(score(trainer.record, {b.plan.id: b.plan for b in books})))
    return 0


def _practise(trainer: Trainer, store: Store, name: str, count: int | None) -> int:
    """Ask until the count is reached or the input ends; how many were answered."""
    done = 0
    while count is None or done < count:
        case = trainer.next()
        if case is None:
            raise VerbError("这份预案的标准出不了题，可用 duty plan check 看有没有问题")
        if not _one(trainer, store, name, case):
            break
        done += 1
    return done


def _one(trainer: Trainer, store: Store, name: str, case: Case) -> bool:
    """One case; False where the trainee left before answering it."""
    _say("", f"【演练】第{case.number}题  {case.plan.plan.name}", case.text)
    start = time.monotonic()
    levels = level_options(case.book)
    _say("  ".join(f"{number}={option.words}" for number, option in enumerate(levels, 1)))
    level = _ask("定几级", (), lambda typed: read_level(case.book, typed))
    if level is None:
        return False
    second = None
    if level == case.level:
        second = _ask(case.question.prompt, case.question.options, lambda typed: read_option(case.question, typed))
        if second is None:
            return False
    seconds = round(time.monotonic() - start)
    result = trainer.answer(case, level, second, seconds)
    _say(result.words, *(f"  {reason.head}：{reason.words}" for reason in case.reasons))
    told = store.add(name, case.edge.key, result.right, seconds)
    if told:
        _say(told)
    return True


def _ask(prompt: str, options: Sequence[Option], read: Callable[[str], str | None]) -> str | None:
    """Ask until the answer is one of the options; None where the input ends or the trainee leaves."""
    _say(*(f" {number}. {option.words}" for number, option in enumerate(options, 1)))
    while True:
        sys.stdout.write(f"{prompt}? ")
        sys.stdout.flush()
        line = sys.stdin.buffer.readline()
        if not sys.stdin.isatty():  # nobody sees what is piped in
            sys.stdout.write(visible(line.decode(errors="replace").strip()[:200]) + "\n")
        if not line:
            return None
        typed = line.decode(errors="replace").strip()
        if typed.lower() in ("q", "quit", "退出"):
            return None
        found = read(typed)
        if found is not None:
            return found
        _say(f"看不懂「{typed[:40]}」，请写上面的数字或名称")


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(visible(line) + "\n")
    sys.stdout.flush()
