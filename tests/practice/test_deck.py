"""What was wrong comes back, after exactly so many other cases."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from console.plan.loader import load_shipped
from console.practice.deck import BOXES, Record, answered, pick
from console.practice.edges import Edge
from console.practice.score import score, score_lines

EDGES = [Edge("blackout", f"c{number}", "at") for number in range(400)]
FIRST = EDGES[0]


def returns(rights: list[bool]) -> list[int]:
    """After which case the first edge comes back each time, where all others are answered rightly."""
    record = answered(Record(), FIRST.key, rights[0], 5)
    found: list[int] = []
    rng = Random(1)
    while len(found) < len(rights) - 1:
        edge = pick(record, EDGES, rng)
        right = True
        if edge == FIRST:
            found.append(record.count)
            right = rights[len(found)]
        record = answered(record, edge.key, right, 1)
    return found


def test_what_was_wrong_comes_back_after_three_others() -> None:
    """Wrong twice, then right: the 4th case after each mistake, a place later where the turn is a new edge's."""
    assert BOXES == (3, 8, 20, 50, 120)
    first, second = returns([False, False, True])
    assert first == 1 + 3
    assert second == first + 1 + 3 + 1  # count 8 is the turn of an edge never seen


def test_what_was_right_stays_away_longer_each_time() -> None:
    """Right again and again: the boxes' distances, at most a few cases late while others are due as well."""
    at = [0, *returns([True] * 4)]
    for box, (last, now) in enumerate(pairwise(at), 1):
        assert BOXES[box] <= now - last - 1 <= BOXES[box] + 8 * box, at


def test_a_mistake_falls_back_to_the_first_box() -> None:
    """However far an edge had gone, one mistake makes it due after three others."""
    record = Record()
    for right in (True, True, True, False):
        record = answered(record, FIRST.key, right, 2)
    assert record.edges[FIRST.key].box == 0
    assert record.edges[FIRST.key].due == record.count + BOXES[0]
    assert (record.edges[FIRST.key].seen, record.edges[FIRST.key].right, record.edges[FIRST.key].seconds) == (4, 3, 8)


def test_mistakes_do_not_crowd_out_what_is_new() -> None:
    """Everything answered wrongly: of three cases in a row one is at an edge never seen."""
    record, rng = Record(), Random(2)
    for number in range(90):
        edge = pick(record, EDGES, rng)
        assert number % 3 != 2 or edge.key not in record.edges
        record = answered(record, edge.key, False, 1)


def test_with_nothing_new_the_one_due_soonest_comes() -> None:
    """Two edges only: they take turns by when they are due, and never is there nothing to ask."""
    record, rng = Record(), Random(3)
    seen = []
    for _ in range(6):
        edge = pick(record, EDGES[:2], rng)
        record = answered(record, edge.key, True, 1)
        seen.append(edge)
    assert seen[:2] == seen[2:4] == seen[4:]
    assert set(seen) == set(EDGES[:2])


def test_the_score_counts_and_names_the_weak_and_the_slow() -> None:
    """How many, right, by plan and standard; the weakest with their mistakes, the slowest with their seconds."""
    plans = {"blackout": load_shipped("blackout")}
    record = Record()
    for key, right, seconds in (
        ("blackout/grid-ii/at", False, 30), ("blackout/grid-ii/at", True, 10), ("blackout/grid-ii/below", True, 4),
        ("blackout/county-ii/gap", False, 50), ("gone/x/at", True, 1),
    ):
        record = answered(record, key, right, seconds)
    found = score(record, plans)
    assert (found.all.seen, found.all.right, found.all.seconds) == (5, 3, 95)
    assert found.plans[0].words == "4题 对2(50%) 平均24秒"
    assert [t.label for t in found.standards] == ["大面积停电 II级 附录1 三.2", "大面积停电 II级 附录1 三.1"]
    assert found.weakest[0].startswith("大面积停电 II级 附录1 三.2 缺口：错1次")
    assert found.slowest[0].endswith("缺口：50秒")
    assert "最弱的边界：" in score_lines(found)
