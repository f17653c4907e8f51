"""What dossiers of the same kind needed: the forecast where too few are known for a model."""

from collections.abc import Iterator, Sequence
from math import isnan

import numpy as np

from motcua.forecasts.as_of import Floats, Numbers
from motcua.forecasts.features import Knowledge
from motcua.forecasts.lives import Flags, Lives, Moments
from motcua.forecasts.rules import Basis, Outlook, agreed, residual

Kind = tuple[Basis, int, bool]


class Needed:
    """How long finished dossiers needed, as shares of their limits, by step, procedure, sector.

    Only what was finished by a minute is counted. Dossiers without a limit are apart.
    """

    def __init__(self, lives: Lives, knowledge: Knowledge, until: float) -> None:
        self._lives, self._knowledge = lives, knowledge
        finished = lives.decided <= until
        whole = (lives.decided - lives.accepted) / lives.measure
        self._procedures = lives.procedure[finished]
        self._shares: dict[Kind, Sequence[float]] = {}
        for basis, keys in (
            (Basis.PROCEDURE, lives.procedure),
            (Basis.SECTOR, lives.sector),
            (Basis.PROVINCE, np.zeros_like(lives.sector)),
        ):
            self._keep(basis, keys[finished], lives.limited[finished], whole[finished])
        steps = lives.steps
        ended = lives.decided[steps.dossier]
        done = ended <= until
        left = (ended - steps.opened) / lives.measure[steps.dossier]
        self._keep(Basis.STEP, steps.node[done], lives.limited[steps.dossier][done], left[done])

    def _keep(self, basis: Basis, keys: Numbers, limited: Flags, shares: Floats) -> None:
        kinds = keys * 2 + limited
        order = np.lexsort((shares, kinds))
        different, first = np.unique(kinds[order], return_index=True)
        ordered, ends = shares[order].tolist(), [*first[1:].tolist(), len(shares)]
        for kind, begin, end in zip(
            different.tolist(), first.tolist(), ends[: len(first)], strict=True
        ):
            self._shares[basis, kind // 2, bool(kind % 2)] = ordered[begin:end]

    def finished(self, procedure: Numbers) -> Numbers:
        """Return how many finished dossiers each procedure has."""
        size = int(self._lives.procedure.max()) + 1
        return np.bincount(self._procedures, minlength=size)[procedure]

    def outlooks(self, moments: Moments) -> Iterator[Outlook | None]:
        """Yield what dossiers of the same kind say: of the step, else the procedure, the sector,
        the whole province; None where too few say anything."""
        lives, which = self._lives, moments.dossier
        rows = zip(
            self._knowledge.node(moments).tolist(),
            lives.procedure[which].tolist(),
            lives.sector[which].tolist(),
            lives.limited[which].tolist(),
            lives.measure[which].tolist(),
            (moments.at - self._knowledge.step_opened(moments)).tolist(),
            (moments.at - lives.accepted[which]).tolist(),
            (self._knowledge.due(moments) - moments.at).tolist(),
            strict=True,
        )
        for node, procedure, sector, limited, measure, in_step, in_all, left in rows:
            province = self._said((Basis.PROVINCE, 0, limited), in_all, left, measure, None)
            usual = province.late if province is not None else None
            kinds = (
                ((Basis.STEP, node, limited), in_step),
                ((Basis.PROCEDURE, procedure, limited), in_all),
                ((Basis.SECTOR, sector, limited), in_all),
            )
            found = (self._said(kind, passed, left, measure, usual) for kind, passed in kinds)
            yield next((one for one in found if one is not None), province)

    def _said(
        self, kind: Kind, passed: float, left: float, measure: float, usual: float | None
    ) -> Outlook | None:
        given = None if isnan(left) else left  # no limit runs
        due = None if given is None else (passed + given) / measure
        said = residual(self._shares.get(kind, ()), passed / measure, due, usual)
        if said is None:
            return None
        late, median, ninetieth = said
        if given is not None and given <= 0:
            late = 1.0
        return Outlook(
            late,
            agreed(median * measure, given, late, 0.5),
            agreed(ninetieth * measure, given, late, 0.9),
            kind[0],
        )
