"""What a gate found, in one shape for all of them."""

import json
from dataclasses import asdict, dataclass, field

ENOUGH = 0.95  # of the planned faults must really hit


@dataclass
class Outcome:
    """What was planned and what came of it; `violations` are breaches in words."""

    gate: str
    seed: int
    planned: int
    hit: int = 0
    acknowledged: int = 0
    lost: int = 0
    doubled: int = 0
    violations: list[str] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Say whether the system withstood, and was really attacked."""
        breached = self.lost or self.doubled or self.violations
        return not breached and self.hit >= ENOUGH * self.planned

    def tell(self, *, as_json: bool) -> int:
        """Print the outcome; return the exit code."""
        if as_json:
            print(json.dumps({**asdict(self), "passed": self.passed}, ensure_ascii=False))
        else:
            print(
                f"{self.gate}: hạt giống {self.seed}, dự định {self.planned}, trúng {self.hit},"
                f" đã nhận {self.acknowledged}, mất {self.lost}, trùng {self.doubled},"
                f" vi phạm {len(self.violations)}: {'đạt' if self.passed else 'KHÔNG ĐẠT'}"
            )
            for words in self.violations[:20]:
                print(f"  {words}")
            for name, value in self.figures.items():
                print(f"  {name}: {value}")
        return 0 if self.passed else 1
