"""What there is to know of a kind of settings."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from motcua.configuration.rules import Content, Field
from motcua.dossiers.recounts import Preview
from motcua.kernel.actors import Actor, Role

SEPARATOR = "."
Check = Callable[[str, Content, date], None]
Adopt = Callable[[str, Content, Actor, datetime], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """Settings of one kind.

    There is one setting, with the code of the kind, or there are `several`, whose codes go on after
    a full stop. `check` refuses what cannot be meant on a day. `adopt` puts it in force where it
    is kept, in the transaction of the second person. `known` are the settings there are, by code
    and in words, `now` what holds, as it would be typed. `after` says what people see then.
    Where further ones may be added, `adding` says so. Where a proposal says only what it changes,
    `touched` is what holds of that. `called` names a setting that is not among the known yet;
    `foreseen` is how many due moments would move.
    """

    code: str
    name: str
    about: str
    after: str
    keepers: tuple[Role, ...]
    fields: tuple[Field, ...]
    check: Check
    adopt: Adopt
    known: Callable[[], dict[str, str]]
    now: Callable[[str, date], Content]
    several: bool = False
    adding: str = ""
    touched: Callable[[str, Content, date], Content] | None = None
    called: Callable[[str], str] = str
    foreseen: Callable[[str, Content], Preview] | None = None

    def owns(self, code: str) -> bool:
        """Say whether a setting is of this kind."""
        begins, between, rest = code.partition(SEPARATOR)
        return begins == self.code and bool(rest if self.several else not between)

    def part(self, code: str) -> str:
        """Return what the code of a setting names within the kind."""
        return code.partition(SEPARATOR)[2]

    def held(self, code: str, content: Content, today: date) -> Content:
        """Return what a proposal would take the place of."""
        part = self.part(code)
        return self.touched(part, content, today) if self.touched else self.now(part, today)

    def title(self, code: str) -> str:
        """Return what people call a setting."""
        words = self.known().get(code) or self.called(self.part(code))
        return f"{self.name}: {words}" if self.several else self.name
