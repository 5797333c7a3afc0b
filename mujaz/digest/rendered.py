"""What was rendered of a ranking's stories for one reader, kept for the others: readers share all but the order.

Grows with the stories, their places, the days, and the ways in which readers want them; with the number of readers it
does not.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from markupsafe import Markup

from mujaz.digest import numbers
from mujaz.digest.form import ON_TIME, Form
from mujaz.digest.item import Item
from mujaz.digest.split import Block, join, measured
from mujaz.digest.telling import told
from mujaz.letter import Button
from mujaz.subscriber import Digits, Length
from mujaz.texts.catalogue import Voice


class Rendered:
    """Pieces of digests by what they depend on. To be used with the items of one ranking."""

    def __init__(self) -> None:
        self._stories: defaultdict[tuple[Length, str, Digits, str], dict[tuple[int, int, int], Block]] = defaultdict(
            dict
        )
        self._figures: defaultdict[tuple[str, Digits], dict[tuple[int, int], Markup | None]] = defaultdict(dict)
        self._buttons: defaultdict[tuple[str, Digits], dict[tuple[int, int], Button]] = defaultdict(dict)
        self._headings: dict[tuple[object, ...], Markup] = {}

    def stories(self, items: Sequence[Item], form: Form, voice: Voice) -> list[Block]:
        """Stories under their numbers, in order."""
        known = self._stories[form.length, voice.language, voice.digits, form.bot]
        blocks = []
        for number, item in enumerate(items, 1):
            key = (item.story, item.since, number)
            block = known.get(key)
            if block is None:
                block = known[key] = measured(told(item, form, voice, number))
            blocks.append(block)
        return blocks

    def figures(self, items: Sequence[Item], voice: Voice) -> list[Markup]:
        """The lines among the figures of those of these stories that have one, as many as are shown."""
        known = self._figures[voice.language, voice.digits]
        lines: list[Markup] = []
        for item in items:
            key = (item.story, item.since)
            if key not in known:
                known[key] = numbers.figure(item, voice)
            line = known[key]
            if line is not None:
                lines.append(line)
                if len(lines) == numbers.SHOWN:
                    break
        return lines

    def buttons(self, items: Mapping[int, Item], voice: Voice) -> list[Button]:
        """The buttons that open these stories, by their numbers."""
        known = self._buttons[voice.language, voice.digits]
        buttons = []
        for number, item in items.items():
            key = (item.story, number)
            button = known.get(key)
            if button is None:
                button = known[key] = Button(voice.number(number), f"story:{item.story}")
            buttons.append(button)
        return buttons

    def header(self, count: int, form: Form, voice: Voice, moment: datetime) -> Markup:
        """The first lines of a digest of so many stories that was due at a moment."""
        day = voice.day(moment)
        key = (count, form.late, voice, day)
        if key not in self._headings:
            self._headings[key] = _header(count, form, voice, day)
        return self._headings[key]

    def heading_of_figures(self, voice: Voice) -> Markup:
        """The heading above the figures."""
        key = (voice.language,)
        if key not in self._headings:
            self._headings[key] = voice.say("digest.figures")
        return self._headings[key]


def _header(count: int, form: Form, voice: Voice, day: str) -> Markup:
    header = voice.say("digest.header", day=day, count=voice.count("count.news_genitive", count))
    if form.late <= ON_TIME:
        return header
    return join([header, voice.say("digest.late", time=voice.span(form.late))], "\n")
