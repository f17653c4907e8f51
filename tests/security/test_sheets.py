"""The sheet of ASVS: every requirement once, and nothing named that is not there."""

import csv
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHEET = ROOT / "docs" / "security" / "asvs.csv"
# How many requirements each chapter has at levels 1 and 2.
CHAPTERS = {
    1: (8, 19), 2: (4, 7), 3: (8, 11), 4: (2, 8), 5: (4, 5), 6: (13, 22), 7: (6, 12), 8: (4, 3),
    9: (4, 3), 10: (5, 24), 11: (3, 11), 12: (3, 6), 13: (1, 12), 14: (2, 7), 15: (3, 10),
    16: (0, 16), 17: (0, 7),
}  # fmt: skip
LEVEL_3 = {
    "1.2.10", "1.3.12", "1.5.3", "2.3.5", "3.4.7", "6.3.8", "7.5.3", "8.3.2", "8.3.3", "14.2.6",
    "14.2.7", "14.2.8", "15.4.2",
}  # fmt: skip
STANDINGS = {"met", "partly", "not applicable", "by the operator"}


def sheet() -> list[dict[str, str]]:
    with SHEET.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_requirement_is_there_once() -> None:
    rows = sheet()
    counted = Counter((int(row["id"].partition(".")[0]), row["level"]) for row in rows)

    assert [one for one, many in Counter(row["id"] for row in rows).items() if many > 1] == []
    assert {row["id"] for row in rows if row["level"] == "3"} == LEVEL_3
    for chapter, (first, second) in CHAPTERS.items():
        assert (counted[chapter, "1"], counted[chapter, "2"]) == (first, second), chapter


def test_every_row_says_how_it_stands_and_why() -> None:
    for row in sheet():
        assert row["standing"] in STANDINGS, row["id"]
        assert row["why"], row["id"]
        if row["standing"] in {"met", "partly"}:
            assert row["where"], row["id"]


def test_whatever_is_named_is_there() -> None:
    gone = [
        (row["id"], path)
        for row in sheet()
        for path in (row["where"], row["held by"])
        if path and not (ROOT / path).exists()
    ]

    assert gone == []
