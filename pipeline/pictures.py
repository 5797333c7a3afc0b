"""Charts as Telegram takes them: drawn once for everybody who is to see the same, then known by Telegram's file_id.

Draws off the event loop on a thread of its own, one picture at a time: a second one would only slow down the first, and
matplotlib keeps each font open once for every thread that ever drew. Keeps nothing over a
restart; a picture that is wanted again then is drawn again.
"""

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

from mujaz.charts.chart import Chart

KEPT = 64
"""Pictures known at a time: a few periods in each language, with the digits and months that readers chose."""

Picture = bytes | str
"""A file to upload, or the file_id of one that Telegram has."""


class Pictures:
    """The pictures of one bot; a file_id is good for that bot alone."""

    def __init__(self) -> None:
        self._known: OrderedDict[Chart, Picture] = OrderedDict()
        self._drawing = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, "drawing")

    async def of(self, chart: Chart) -> Picture:
        """The picture of a chart, drawn if it is not known."""
        async with self._drawing:
            if chart not in self._known:
                self._keep(chart, await asyncio.get_running_loop().run_in_executor(self._thread, _drawn, chart))
            self._known.move_to_end(chart)
            return self._known[chart]

    def close(self) -> None:
        """Waits for a picture that is being drawn, and lets the thread go."""
        self._thread.shutdown()

    def uploaded(self, chart: Chart, file_id: str) -> None:
        """Telegram has the picture: from now on its file_id is sent."""
        self._keep(chart, file_id)

    def refused(self, chart: Chart) -> None:
        """Telegram does not take the picture as it is known: it is drawn anew for whoever wants it next."""
        self._known.pop(chart, None)

    def _keep(self, chart: Chart, picture: Picture) -> None:
        self._known[chart] = picture
        while len(self._known) > KEPT:
            self._known.popitem(last=False)


def _drawn(chart: Chart) -> bytes:
    from mujaz.charts.drawing import draw  # noqa: PLC0415 - only a bot that draws pays for matplotlib: a second, 58 MB

    return draw(chart)
