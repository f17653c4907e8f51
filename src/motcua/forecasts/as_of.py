"""What was known at a moment, for many things at once."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]
# More working minutes than any history holds, so that key and minute make one ordered number.
SPAN = 1e8


class AsOf:
    """Facts about keys, each from a moment on; asked for what was known at a moment.

    Keys are small numbers, moments minutes of work; a fact without a moment was never known.
    """

    def __init__(self, keys: Numbers, times: Floats, values: Floats | None = None) -> None:
        known = ~np.isnan(times)
        places = keys[known] * SPAN + times[known]
        order = np.argsort(places, kind="stable")
        self._places = places[order]
        given = np.ones(len(places)) if values is None else values[known]
        self._values = given[order]
        self._sums = np.concatenate(([0.0], np.cumsum(np.nan_to_num(self._values))))

    def _range(self, keys: Numbers, at: Floats) -> tuple[NDArray[Any], NDArray[Any]]:
        first = np.searchsorted(self._places, keys * SPAN, side="left")
        return first, np.searchsorted(self._places, keys * SPAN + at, side="right")

    def count(self, keys: Numbers, at: Floats) -> Floats:
        """Return how many facts were known of each key at its moment."""
        first, end = self._range(keys, at)
        return np.asarray(end - first, dtype=np.float64)

    def total(self, keys: Numbers, at: Floats) -> Floats:
        """Return the sum of the values known of each key at its moment."""
        first, end = self._range(keys, at)
        return np.asarray(self._sums[end] - self._sums[first])

    def latest(self, keys: Numbers, at: Floats) -> Floats:
        """Return the last value known of each key at its moment; NaN where there was none."""
        first, end = self._range(keys, at)
        if not len(self._values):
            return np.full(len(keys), np.nan)
        return np.where(end > first, self._values[np.maximum(end - 1, 0)], np.nan)

    def mean(self, keys: Numbers, at: Floats, weight: float) -> Floats:
        """Return the mean known of each key, drawn to the mean of all keys by so many cases."""
        order = np.argsort(self._places % SPAN, kind="stable")
        sums = np.concatenate(([0.0], np.cumsum(self._values[order])))
        known = np.searchsorted((self._places % SPAN)[order], at, side="right")
        overall = sums[known] / np.maximum(known, 1)
        many = self.count(keys, at)
        return np.asarray((self.total(keys, at) + weight * overall) / (many + weight))
