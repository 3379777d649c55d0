"""The command: bodies, groups, sectors, posts, and what each of them has to do."""

from __future__ import annotations

from .base import Clause, Ident, Model, Text


class Duty(Clause):
    """One duty of one body, in short words."""

    text: Text


class Body(Clause):
    """A member of the command (成员单位) or another body that carries a duty."""

    id: Ident
    name: Text
    aliases: tuple[Text, ...] = ()
    """Other names that the plan uses for the same body."""
    initials: Text
    """Pinyin initials for the search (「znyj」)."""
    member: bool = True
    """False for a body that carries a duty and is not listed in the command."""
    duties: tuple[Duty, ...] = ()
    note: str = ""
    """Shown where the plan gives a member no duty of its own."""


class Group(Clause):
    """A working group of the command (专业组)."""

    id: Ident
    name: Text
    leads: tuple[Ident, ...]
    members: tuple[Ident, ...] = ()
    tasks: tuple[Text, ...] = ()
    note: str = ""


class Sector(Model):
    """How the plan's 「公安部门」 or 「供水企业」 is tied to bodies; empty bodies need a note that says why."""

    id: Ident
    name: Text
    bodies: tuple[Ident, ...] = ()
    note: str = ""


class Post(Model):
    """Who owes a report; the console's own post is a setting."""

    id: Ident
    name: Text
    note: str = ""


class Chair(Clause):
    """A seat of the command: commander, deputy, office, expert group."""

    id: Ident
    title: Text
    held_by: tuple[Text, ...]
    text: str = ""


class Place(Model):
    """A county or city of the prefecture with its pinyin initials."""

    name: Text
    initials: Text
