"""The contact list: read, written, searched, and whom it says to call next."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from console.contacts.book import body_found_by, calls, found_by, health, known_body, numbers_of
from console.contacts.file import BACKUP, FILE, load, rendered, save, template
from console.contacts.model import Contact, lines_of, split_numbers, standing
from console.desk.desk import Desk
from console.desk.phone_book import PhoneBook
from console.incident import commands as c
from console.incident.refused import Refused
from console.journal.errors import NotRecorded
from console.journal.files import RealFs
from console.tui.contact_words import grouped
from tests.desk.clock import FixedClock

TODAY = date(2026, 11, 24)
HOSTILE = "[/] =1+1 \x1b]52;c;eA==\x07 \u202e \x00 ../.. \" ''' \\ \r\n"


def desk_at(home: Path) -> Desk:
    """A desk with a fixed clock."""
    return Desk(home, name="张三", clock=FixedClock())


def test_what_is_written_reads_back_to_the_last_character(tmp_path: Path) -> None:
    """Hostile words, dates and empty fields survive; the file is private to the user."""
    contacts = (Contact(body="police", name=HOSTILE[:90], duty_phone="0873-1、2", verified=TODAY), Contact(body="别的 [x]"))
    save(tmp_path / FILE, contacts)
    assert load(tmp_path / FILE).contacts == contacts
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_the_template_is_shipped_holds_no_number_and_reads_once_its_marks_are_off(tmp_path: Path) -> None:
    """As it stands it is an empty list; with the # of its example taken off it is one contact without a number."""
    text = template().read_text(encoding="utf-8")
    assert load(template()).contacts == ()
    example = [line.removeprefix("# ") for line in text.splitlines() if line.startswith(("# [[", "# ")) and (" = " in line or "[[contacts]]" in line)]
    example = [line for line in example if line.startswith(("[[", "body", "name", "post", "duty", "mobile", "fax", "note", "verified", "doubt"))]
    (tmp_path / FILE).write_text("\n".join(example), encoding="utf-8")
    found = load(tmp_path / FILE)
    assert found.faults == ()
    assert len(found.contacts) == 1
    assert not lines_of(found.contacts[0])


def test_every_fault_is_named_by_line_and_the_good_lines_are_kept(tmp_path: Path) -> None:
    """An unknown key, a wrong kind and a missing body are told with their lines; the sound contact is there."""
    text = '[[contacts]]\nbody = "police"\nmobile = 139\n\n[[contacts]]\nbody = "ok"\n\n[[contacts]]\nname = "x"\nverified = "昨天"\n'
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    found = load(tmp_path / FILE)
    assert [contact.body for contact in found.contacts] == ["ok"]
    assert [fault.split(":")[1] for fault in found.faults] == ["3", "8", "10"]
    assert "不加引号" in found.faults[2]


@pytest.mark.parametrize("text", ["contacts = 3", "[contacts]\nbody='x'", "x = ", "[[contacts]]\nbody = '\\u0000'\n[[contacts]]\nbody=''"])
def test_a_faulty_file_never_stops_the_desk_and_is_kept_untouched(tmp_path: Path, text: str) -> None:
    """The desk opens and says so; a change is refused with the line; the bytes stay."""
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    desk = desk_at(tmp_path)
    assert any(FILE in words for words in desk.findings)
    with pytest.raises(Refused, match=r"contacts\.toml:\d"):
        desk.contacts.add(Contact(body="x"))
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text
    desk.close()


def test_a_file_full_of_faults_does_not_flood_the_console(tmp_path: Path) -> None:
    """Ten are told on opening with the number of the others; all of them are there for `duty contacts check`."""
    (tmp_path / FILE).write_text("[[contacts]]\nbody = 1\n" * 100, encoding="utf-8")
    desk = desk_at(tmp_path)
    assert len(desk.contacts.found.faults) == 100
    assert len(desk.findings) == 12
    assert "另有90处" in desk.findings[10]
    desk.close()


def test_a_file_edited_by_hand_is_kept_beside_and_read_anew(tmp_path: Path) -> None:
    """The desk sees the office's own edit at once; the first change on screen keeps that file as .bak."""
    desk = desk_at(tmp_path)
    own = '# ours\n[[contacts]]\nbody = "police"\n'
    (tmp_path / FILE).write_text(own, encoding="utf-8")
    assert [one.body for one in desk.contacts.contacts] == ["police"]
    desk.contacts.add(Contact(body="civil"))
    assert (tmp_path / BACKUP).read_text(encoding="utf-8") == own
    assert [one.body for one in desk.contacts.contacts] == ["police", "civil"]
    desk.close()


def test_a_contact_changed_elsewhere_is_not_overwritten(tmp_path: Path) -> None:
    """A change of a contact that no longer reads so is refused."""
    desk = desk_at(tmp_path)
    desk.contacts.add(Contact(body="police", mobile="139"))
    seen = desk.contacts.contacts[0]
    save(tmp_path / FILE, [Contact(body="police", mobile="138")])
    with pytest.raises(Refused, match="别处"):
        desk.contacts.change(seen, None)
    assert desk.contacts.contacts[0].mobile == "138"
    desk.close()


def test_a_console_that_looks_on_and_a_drill_change_nothing(tmp_path: Path) -> None:
    """Both are refused in words, and nothing is written."""
    first, second = desk_at(tmp_path), desk_at(tmp_path)
    drill = Desk(tmp_path, name="张三", clock=FixedClock(), drill=True)
    for desk, words in ((second, "只能查看"), (drill, "演练中")):
        with pytest.raises(Refused, match=words):
            desk.contacts.add(Contact(body="police"))
    assert not (tmp_path / FILE).exists()
    for desk in (first, second, drill):
        desk.close()


class _FullDisk(RealFs):
    """A disk that takes nothing more."""

    def write(self, fd: int, data: bytes) -> int:
        """No byte is taken."""
        del fd, data
        return 0


def test_a_full_disk_leaves_the_old_list(tmp_path: Path) -> None:
    """The change is refused as not recorded and the file is as it was."""
    save(tmp_path / FILE, [Contact(body="police")])
    before = (tmp_path / FILE).read_bytes()
    desk = desk_at(tmp_path)
    book = PhoneBook(tmp_path, desk.contacts._rights, _FullDisk())
    with pytest.raises(NotRecorded, match="磁盘"):
        book.add(Contact(body="civil"))
    assert (tmp_path / FILE).read_bytes() == before
    desk.close()


@pytest.mark.parametrize(("fields", "words"), [
    ({"mobile": "13900000000", "verified": date(2026, 5, 29)}, ""), ({"mobile": "13900000000", "verified": date(2026, 5, 28)}, "久未核对"),
    ({"mobile": "13900000000"}, "久未核对"), ({"mobile": "13900000000", "verified": date(2026, 11, 25)}, "久未核对"),
    ({"fax": "0873-0000000"}, "没有号码"), ({"mobile": "13900000000", "verified": TODAY, "doubt": "?"}, "待核对"),
])  # fmt: skip
def test_the_standing_of_a_contact(fields: dict[str, str], words: str) -> None:
    """179 days are well, 180 are long; a day to come counts as none; a fax cannot be called."""
    assert standing(Contact.model_validate({"body": "x", **fields}), TODAY) == words


def test_several_numbers_in_one_field_are_called_one_by_one() -> None:
    """Parted by 、 / ; or a comma; what has no three digits is no number."""
    assert split_numbers("0873-0000001、0873-0000002/13900000000；无，12") == ("0873-0000001", "0873-0000002", "13900000000")


def test_found_by_chinese_initials_and_digits(tmp_path: Path) -> None:
    """A few letters, characters or digits of any field find a contact."""
    contact = Contact(body="个旧水厂", name="张三", post="值班室", mobile="139-0000-1234")
    for sought in ("水厂", "gjsc", "zs", "zbs", "001234"):
        assert found_by(contact, sought)
    for sought in ("李", "gjxx", "99"):
        assert not found_by(contact, sought)
    desk = desk_at(tmp_path)
    police = desk.plans["blackout"].body("police")
    assert body_found_by(police, "gaj")
    assert known_body("州公安局", desk.plans["blackout"].bodies) == "police"
    desk.close()


def test_calls_follow_the_plan_and_every_number_before_the_next_body(tmp_path: Path) -> None:
    """First the plan's first member with a number; its second number; then the next; a wrong number is not offered again."""
    desk = desk_at(tmp_path)
    plan = desk.plans["blackout"]
    event = desk.open_event("blackout").id
    contacts = [Contact(body="州公安局", duty_phone="0873-0000001", mobile="13900000001"), Contact(body="civil", duty_phone="0873-0000002")]

    def now() -> list[tuple[str, str]]:
        found = calls(plan, desk.case(event).state, contacts)
        return [(call.body.id, call.line.number if call.line else "") for call in found]

    assert now()[:2] == [("police", "0873-0000001"), ("civil", "0873-0000002")]
    assert len(now()) == sum(body.member for body in plan.bodies)
    assert now()[2] == (next(b.id for b in plan.bodies if b.member), "")
    desk.do(event, c.TryCall("police", "号码错误", "0873-0000001"))
    assert now()[0] == ("police", "13900000001")
    desk.do(event, c.TryCall("police", "无人接听", "13900000001"))
    assert now()[:2] == [("civil", "0873-0000002"), ("police", "13900000001")]
    desk.do(event, c.TryCall("civil", "占线", "0873-0000002"))
    assert now()[:2] == [("police", "13900000001"), ("civil", "0873-0000002")]
    desk.do(event, c.MoveAgency("police", "notified", "李四"))
    assert now()[0] == ("civil", "0873-0000002")
    desk.close()


def test_numbers_of_a_doubtful_contact_come_last_and_the_health_counts(tmp_path: Path) -> None:
    """The sound contact's number is first; bodies without a number, long unverified and doubtful ones are counted."""
    desk = desk_at(tmp_path)
    plan = desk.plans["blackout"]
    contacts = [Contact(body="police", mobile="13900000001", doubt="?"), Contact(body="police", mobile="13900000002", verified=TODAY)]
    assert [line.number for line in numbers_of(contacts, plan.body("police"))] == ["13900000002", "13900000001"]
    found = health(contacts, plan.bodies, TODAY)
    assert (found.contacts, len(found.without), found.stale, found.doubtful) == (2, len(plan.bodies) - 1, 1, 1)
    desk.close()


def test_a_list_that_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    """Too many contacts are refused before the file is touched."""
    with pytest.raises(ValueError, match="最多"):
        save(tmp_path / FILE, [Contact(body="x")] * 3001)
    assert not (tmp_path / FILE).exists()
    assert rendered([]).startswith("#")


@pytest.mark.parametrize(("number", "large"), [
    ("13900001234", "139 0000 1234"), ("0873-3730001", "0873 373 0001"), ("（０８７３）3730001转801", "0873 373 0001"), ("08733730001", "0873 373 0001"),
    ("02187654321", "021 8765 4321"), ("+86 139 0000 1234", "86 139 0000 1234"), ("12345", "12345"), ("一二三", ""), ("1" * 300, "1" * 18),
])  # fmt: skip
def test_a_number_in_groups_that_can_be_read_out(number: str, large: str) -> None:
    """Area code, then the rest in two; a mobile 3-4-4; an extension is left to the words beside it."""
    assert grouped(number) == large
