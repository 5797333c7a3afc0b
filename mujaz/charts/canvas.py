"""Paper to draw on, in pixels, from the side on which one begins to read. Words on it never leave their room.

Arabic is shaped and put in order by matplotlib (3.11 and later); a line that opens with Latin is given its direction
by mujaz.arabic.bidi. Uses no pyplot: no state is shared. Knows nothing of charts.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from pathlib import Path

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.patches import FancyBboxPatch
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from mujaz.arabic.bidi import CONTROLS, rtl
from mujaz.arabic.fold import strip_controls

POINTS_AN_INCH = 72
"""With so many dots an inch, a point is a pixel."""
SMALLEST = 0.8
"""Words that are too long are set so much smaller before they are cut."""
UNKNOWN = "\ufffd"
"""Stands for a letter that the font does not have."""


_FONTS = Path(matplotlib.get_data_path(), "fonts", "ttf")
_FILES = {False: _FONTS / "DejaVuSans.ttf", True: _FONTS / "DejaVuSans-Bold.ttf"}
"""Shipped with matplotlib: Latin and Arabic of one design, the same on every machine."""


class Anchor(Enum):
    """Which part of the words stands at the given place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Face:
    """Letters: their size in pixels, colour, weight."""

    size: float
    colour: str
    bold: bool = False


class Canvas:
    """A sheet of `width` × `height` pixels. Places count from its top and from the side where reading begins."""

    def __init__(self, width: int, height: int, paper: str, *, right_to_left: bool) -> None:
        inches = (width / POINTS_AN_INCH, height / POINTS_AN_INCH)
        self.figure = Figure(figsize=inches, dpi=POINTS_AN_INCH, facecolor=paper)
        self.agg = FigureCanvasAgg(self.figure)
        self._renderer: RendererAgg = self.agg.get_renderer()  # type: ignore[no-untyped-call]
        self._width, self._height = width, height
        self._right_to_left = right_to_left

    def write(
        self, words: str, at: float, baseline: float, face: Face, room: float, anchor: Anchor = Anchor.START
    ) -> float:
        """Writes one line in at most `room` pixels, smaller and then cut where it is longer; gives its width."""
        clean = _drawable(words)
        text = self.figure.text(
            self._x(at),
            self._height - baseline,
            self._ordered(clean),
            transform=IdentityTransform(),
            fontproperties=_font(face),
            color=face.colour,
            ha=self._side(anchor),
            va="baseline",
            parse_math=False,  # «$» is a letter
        )
        if (width := self._width_of(text)) > room:
            text.set_fontsize(face.size * max(SMALLEST, room / width))
            width = self._cut(text, clean, room)
        return width

    def bar(self, at: float, top: float, length: float, height: float, colour: str) -> None:
        """Draws a bar with round ends that grows in the direction of reading, at least as long as it is high."""
        length = max(length, height)
        left = self._x(at + length) if self._right_to_left else self._x(at)
        self._box(left, top, length, height, height / 2, colour)

    def column(self, middle: float, foot: float, width: float, height: float, colour: str) -> None:
        """Draws an upright bar that stands on `foot`."""
        self._box(self._x(middle) - width / 2, foot - height, width, height, min(width, height) / 6, colour)

    def png(self) -> bytes:
        """The sheet as a file."""
        file = BytesIO()
        self.agg.print_png(file)  # type: ignore[no-untyped-call]  # savefig would obey the machine's matplotlibrc
        return file.getvalue()

    def _box(self, left: float, top: float, width: float, height: float, radius: float, colour: str) -> None:
        self.figure.add_artist(
            FancyBboxPatch(
                (left, self._height - top - height),
                width,
                height,
                boxstyle=f"round,pad=0,rounding_size={radius}",
                facecolor=colour,
                linewidth=0,
                transform=IdentityTransform(),
            )
        )

    def _cut(self, text: Text, words: str, room: float) -> float:
        """Shortens a text at its end until it fits, where it then says «…»; gives its width."""
        if (width := self._width_of(text)) <= room:
            return width

        def width_of_first(letters: int) -> float:
            text.set_text(self._ordered(words[:letters].rstrip() + "…"))
            return self._width_of(text)

        letters = bisect_right(range(1, len(words)), room, key=width_of_first)
        while (width := width_of_first(letters)) > room and letters:
            letters -= 1  # letters that join may take less room than fewer of them
        return width

    def _x(self, at: float) -> float:
        return self._width - at if self._right_to_left else at

    def _side(self, anchor: Anchor) -> str:
        if anchor is Anchor.MIDDLE:
            return "center"
        return "right" if (anchor is Anchor.START) == self._right_to_left else "left"

    def _ordered(self, words: str) -> str:
        return rtl(words) if self._right_to_left else words

    def _width_of(self, text: Text) -> float:
        return float(text.get_window_extent(self._renderer).width)


def _drawable(words: str) -> str:
    """On one line, with a sign in place of each letter that the font lacks; what is invisible by design stays."""
    plain = " ".join(strip_controls(words).split())
    font = get_font(_FILES[False])
    return "".join(char if char in CONTROLS or font.get_char_index(ord(char)) else UNKNOWN for char in plain)


def _font(face: Face) -> FontProperties:
    return FontProperties(fname=_FILES[face.bold], size=face.size)
