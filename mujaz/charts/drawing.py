"""Draws charts as PNG files. Decides on places and colours; the words are the chart's own.

Made for a phone: 1000 pixels across, of which a bubble shows about 370 points. The paper is dark and quiet, so that
the picture neither glares on a dark screen nor gets lost on a light one. No colour says what no word says.
"""

from collections.abc import Sequence
from itertools import groupby

from mujaz.charts.canvas import Anchor, Canvas, Face
from mujaz.charts.chart import Chart, Column, Comparison, Weeks
from mujaz.charts.trends import Trend

WIDTH = 1000
MARGIN = 50
INNER = WIDTH - 2 * MARGIN
HEADER = 170
ROW = 98
FOOTER = 130
NUMBERS = 230
"""Room behind the longest bar for its numbers."""
COLUMNS_HEIGHT = 680
FOOT = 520
"""Where columns stand, from the top."""
FEWEST_COLUMNS = 6
"""Fewer columns are no wider than those of so many."""

PAPER = "#1d2833"
INK = "#f3f5f7"
QUIET = "#b4c0cc"
PALE = "#667c92"
TREND_COLOURS = {
    Trend.RISING: "#5fd0b5",
    Trend.STEADY: "#8fb2d6",
    Trend.FADING: "#eba867",
    Trend.NEW: "#c9a6f5",
    None: "#8fb2d6",
}
"""Apart in lightness as well, and for eyes that do not tell red from green."""

TITLE = Face(42, INK, bold=True)
DATES = Face(27, QUIET)
NAME = Face(31, INK, bold=True)
NUMBER = Face(29, INK, bold=True)
SMALL = Face(25, QUIET)


def draw(chart: Chart) -> bytes:
    """The picture of a chart as a PNG file."""
    return laid_out(chart).png()


def laid_out(chart: Chart) -> Canvas:
    """A chart on its sheet."""
    return _comparison(chart) if isinstance(chart, Comparison) else _weeks(chart)


def _comparison(chart: Comparison) -> Canvas:
    height = HEADER + ROW * len(chart.bars) + FOOTER
    canvas = Canvas(WIDTH, height, PAPER, right_to_left=chart.right_to_left)
    _header(canvas, chart)
    longest = max(1, *(max(bar.now, bar.before) for bar in chart.bars))
    for row in range(len(chart.bars)):
        _row(canvas, chart, row, longest)
    _legend(canvas, chart, height - FOOTER + 38)
    return canvas


def _header(canvas: Canvas, chart: Chart) -> None:
    canvas.write(chart.title, MARGIN, 82, TITLE, INNER)
    canvas.write(chart.dates, MARGIN, 128, DATES, INNER)


def _row(canvas: Canvas, chart: Comparison, row: int, longest: int) -> None:
    bar, top = chart.bars[row], HEADER + ROW * row
    colour = TREND_COLOURS[bar.trend]
    word = canvas.write(bar.trend_shown, WIDTH - MARGIN, top + 28, Face(26, colour), INNER * 0.4, Anchor.END)
    canvas.write(bar.name, MARGIN, top + 28, NAME, INNER - word - 30)
    scale = (INNER - NUMBERS) / longest
    end = MARGIN + _bar(canvas, top + 44, bar.now * scale, 22, colour)
    _bar(canvas, top + 72, bar.before * scale, 7, PALE)
    end += canvas.write(bar.now_shown, end, top + 64, NUMBER, NUMBERS * 0.45) + 14
    canvas.write(bar.before_shown, end, top + 64, SMALL, WIDTH - MARGIN - end)


def _bar(canvas: Canvas, top: float, length: float, height: float, colour: str) -> float:
    """Draws a bar unless it stands for nothing; gives where its number may begin."""
    if not length:
        return 0
    canvas.bar(MARGIN, top, length, height, colour)
    return max(length, height) + 14


def _legend(canvas: Canvas, chart: Comparison, baseline: float) -> None:
    at = MARGIN + _swatch(canvas, MARGIN, baseline, 22, TREND_COLOURS[None])
    at += canvas.write(chart.now, at, baseline, SMALL, INNER * 0.3) + 40
    if chart.before:
        at += _swatch(canvas, at, baseline, 7, PALE)
        canvas.write(chart.before, at, baseline, SMALL, WIDTH - MARGIN - at)
    canvas.write(chart.note, MARGIN, baseline + 44, SMALL, INNER)


def _swatch(canvas: Canvas, at: float, baseline: float, height: float, colour: str) -> float:
    canvas.bar(at, baseline - 8 - height / 2, 44, height, colour)
    return 44 + 14


def _weeks(chart: Weeks) -> Canvas:
    canvas = Canvas(WIDTH, COLUMNS_HEIGHT, PAPER, right_to_left=chart.right_to_left)
    _header(canvas, chart)
    pitch = INNER / max(len(chart.columns), FEWEST_COLUMNS)
    scale = (FOOT - HEADER - 40) / max(1, *(column.count for column in chart.columns))
    for place, column in enumerate(chart.columns):
        newest = place == len(chart.columns) - 1
        _column(canvas, column, MARGIN + (place + 0.5) * pitch, pitch, scale, TREND_COLOURS[None] if newest else PALE)
    _months(canvas, chart.columns, pitch)
    canvas.write(chart.note, MARGIN, COLUMNS_HEIGHT - 40, SMALL, INNER)
    return canvas


def _column(canvas: Canvas, column: Column, middle: float, pitch: float, scale: float, colour: str) -> None:
    height = column.count * scale
    if height:
        canvas.column(middle, FOOT, pitch * 0.62, height, colour)
    canvas.write(column.shown, middle, FOOT - height - 12, NUMBER, pitch, Anchor.MIDDLE)
    canvas.write(column.day, middle, FOOT + 34, SMALL, pitch, Anchor.MIDDLE)


def _months(canvas: Canvas, columns: Sequence[Column], pitch: float) -> None:
    """The name of each month under its weeks; one that has a single week among several is left out: no room."""
    at = float(MARGIN)
    months = [(month, len(list(weeks))) for month, weeks in groupby(columns, key=lambda column: column.month)]
    for month, weeks in months:
        if weeks > 1 or len(months) == 1:
            canvas.write(month, at + weeks * pitch / 2, FOOT + 72, SMALL, weeks * pitch - 8, Anchor.MIDDLE)
        at += weeks * pitch
