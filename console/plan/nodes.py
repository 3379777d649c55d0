"""The nodes of an expression: frozen, small, and nothing in them but names, words and exact figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

Op = Literal["<", "<=", ">", ">=", "==", "!="]
FLIPPED: dict[Op, Op] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Name:
    """A fact; two of the same id are equal wherever they stand."""

    id: str
    column: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """`left - right`, both numbers."""

    left: Name
    right: Name


Operand = Name | Difference


@dataclass(frozen=True, slots=True)
class Flag:
    """A bool fact standing alone."""

    name: Name


@dataclass(frozen=True, slots=True)
class Compare:
    """A number against a figure, the figure on the right."""

    operand: Operand
    op: Op
    bound: Fraction


@dataclass(frozen=True, slots=True)
class Band:
    """A number between two figures; the engine knows that it can be passed at its upper end."""

    operand: Operand
    low: Fraction
    low_in: bool
    high: Fraction
    high_in: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A choice against one of its words; `<` and the like go by the order of the choices."""

    name: Name
    op: Op
    word: str


@dataclass(frozen=True, slots=True)
class Contains:
    """The word is among those ticked in a `choices` fact."""

    word: str
    name: Name


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class And:
    """All parts hold; the first is the one to ask about first."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any part holds."""

    parts: tuple[Node, ...]


Atom = Flag | Compare | Band | Word | Contains
Node = Atom | Not | And | Or


def atoms(node: Node) -> Iterator[Atom]:
    """Every comparison and flag, left to right."""
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from atoms(part)
    elif isinstance(node, Not):
        yield from atoms(node.part)
    else:
        yield node


def operand_names(atom: Atom) -> tuple[Name, ...]:
    """The facts that one atom looks at."""
    if isinstance(atom, Compare | Band):
        operand = atom.operand
        return (operand,) if isinstance(operand, Name) else (operand.left, operand.right)
    return (atom.name,)


def names(node: Node) -> tuple[Name, ...]:
    """The facts used, left to right, each time they are used."""
    return tuple(name for atom in atoms(node) for name in operand_names(atom))
