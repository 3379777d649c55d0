"""A short list whose rows are only repainted where their words changed (up to some hundred rows)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Rows(OptionList):
    """Rows with an id and words; the highlighted row stays where its id stays."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(markup=False, compact=True, **kwargs)
        self._rows: tuple[tuple[str, Content], ...] = ()

    @property
    def picked(self) -> str | None:
        """The id of the highlighted row."""
        return self._rows[self.highlighted][0] if self.highlighted is not None and self._rows else None

    @property
    def ids(self) -> list[str]:
        """The ids of the rows, in order."""
        return [row_id for row_id, _ in self._rows]

    def show(self, rows: Sequence[tuple[str, Content]]) -> None:
        """Show these rows; nothing is painted anew that reads the same."""
        new = tuple(rows)
        if [row_id for row_id, _ in new] == [row_id for row_id, _ in self._rows]:
            for index, (row, old) in enumerate(zip(new, self._rows, strict=True)):
                if not row[1].is_same(old[1]):  # `==` would not see another style
                    self.replace_option_prompt_at_index(index, row[1])
            self._rows = new
            return
        picked, at = self.picked, self.highlighted
        self._rows = new
        self.clear_options()
        self.add_options(Option(words) for _, words in new)
        ids = [row_id for row_id, _ in new]
        if picked in ids:
            self.highlighted = ids.index(picked)
        elif new:
            self.highlighted = min(at or 0, len(new) - 1)

    def pick(self, row_id: str) -> None:
        """Highlight the row of that id, where there is one."""
        ids = [known for known, _ in self._rows]
        if row_id in ids:
            self.highlighted = ids.index(row_id)
