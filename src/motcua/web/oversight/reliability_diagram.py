"""The reliability diagram: what was said against what came true, drawn as SVG.

Both scales are square roots, because lateness is rare and most points lie near zero; what was
foretold exactly still lies on the diagonal.
"""

from collections.abc import Mapping, Sequence
from math import sqrt

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

LEFT, TOP, SIDE = 62, 14, 340
MARKS = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0)
SMALLEST, LARGEST = 4.0, 12.0  # radius of the points
LINE, INK, POINT, SOFT = "#b1b4b6", "#0b0c0c", "#0b4f8a", "#d8e3ee"


def diagram(bins: Sequence[Mapping[str, float]]) -> SafeString:
    """Draw the bins; the bigger a point, the more forecasts it stands for."""
    most = max((one["many"] for one in bins), default=1)
    points = [
        (_across(one["said"]), _down(one["came"]), _radius(one["many"] / most)) for one in bins
    ]
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="100%"'
        ' role="img" aria-labelledby="do-tin-cay-ten do-tin-cay-mo-ta">'
        '<title id="do-tin-cay-ten">Khả năng trễ đã nói và tỷ lệ trễ thật</title>'
        '<desc id="do-tin-cay-mo-ta">Số liệu ở bảng bên cạnh. Điểm nằm trên đường chéo là nói'
        " đúng; nằm dưới là đã nói quá khả năng trễ.</desc>{marks}"
        '<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="{ink}" stroke-dasharray="6 4"/>'
        "{path}{points}"
        '<text x="{middle}" y="{low}" text-anchor="middle" font-size="14" fill="{ink}">'
        "Khả năng trễ đã nói</text>"
        '<text x="16" y="{half}" text-anchor="middle" font-size="14" fill="{ink}"'
        ' transform="rotate(-90 16 {half})">Tỷ lệ trễ thật</text></svg>',
        w=LEFT + SIDE + 20,
        h=TOP + SIDE + 52,
        marks=_marks(),
        x0=_across(0),
        y0=_down(0),
        x1=_across(1),
        y1=_down(1),
        ink=INK,
        path=_path(points),
        points=_points(points),
        middle=LEFT + SIDE / 2,
        low=TOP + SIDE + 44,
        half=TOP + SIDE / 2,
    )


def _across(share: float) -> float:
    return round(LEFT + SIDE * sqrt(share), 1)


def _down(share: float) -> float:
    return round(TOP + SIDE * (1 - sqrt(share)), 1)


def _radius(part: float) -> float:
    return round(max(SMALLEST, LARGEST * sqrt(part)), 1)


def _marks() -> SafeString:
    return format_html_join(
        "",
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}"/>'
        '<text x="{}" y="{}" text-anchor="end" font-size="12" fill="{}">{}%</text>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="12" fill="{}">{}%</text>',
        (
            (
                *(LEFT, _down(mark), LEFT + SIDE, _down(mark), SOFT),
                *(_across(mark), TOP, _across(mark), TOP + SIDE, SOFT),
                *(LEFT - 8, _down(mark) + 4, INK, round(mark * 100)),
                *(_across(mark), TOP + SIDE + 18, INK, round(mark * 100)),
            )
            for mark in MARKS
        ),
    )


def _path(points: Sequence[tuple[float, float, float]]) -> SafeString:
    along = " ".join(f"{x},{y}" for x, y, _ in points)
    return format_html('<polyline points="{}" fill="none" stroke="{}"/>', along, LINE)


def _points(points: Sequence[tuple[float, float, float]]) -> SafeString:
    return format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="#ffffff"/>',
        ((*point, POINT) for point in points),
    )
