"""Acts on incidents: opened, described, told, counted, ended and closed."""

from motcua.incidents.actions.ending import (
    close,
    decline_end,
    draft_notice,
    propose_end,
    release_notice,
)
from motcua.incidents.actions.opening import Told, open_from_finding, open_incident
from motcua.incidents.actions.reaching import reckon, take_reads
from motcua.incidents.actions.running import describe, fulfil, judge, note, waive

__all__ = [
    "Told",
    "close",
    "decline_end",
    "describe",
    "draft_notice",
    "fulfil",
    "judge",
    "note",
    "open_from_finding",
    "open_incident",
    "propose_end",
    "reckon",
    "release_notice",
    "take_reads",
    "waive",
]
