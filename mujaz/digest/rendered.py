"""What was rendered of a ranking's stories for one reader, kept for the others: readers share all but the order.

Grows with the stories, their places, the days, and the ways in which readers want them; with the number of readers it
does not.
"""

from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from mujaz.digest import numbers
from mujaz.digest.form import ON_TIME, Form
from mujaz.digest.item import Item
from mujaz.digest.split import Block, join, measured
from mujaz.digest.telling import told
from mujaz.letter import Button
from mujaz.texts.catalogue import Voice


@dataclass(slots=True)
class Rendered:
    """Pieces of digests by what they depend on. To be used with the items of one ranking."""

    _stories: dict[tuple[object, ...], Block] = field(default_factory=dict)
    _figures: dict[tuple[object, ...], Markup | None] = field(default_factory=dict)
    _headings: dict[tuple[object, ...], Markup] = field(default_factory=dict)
    _buttons: dict[tuple[object, ...], Button] = field(default_factory=dict)

    def story(self, item: Item, number: int, form: Form, voice: Voice) -> Block:
        """A story under its number."""
        key = (item.story, item.since, number, form.length, voice.language, voice.digits, form.bot)
        if key not in self._stories:
            self._stories[key] = measured(told(item, form, voice, number))
        return self._stories[key]

    def figure(self, item: Item, voice: Voice) -> Markup | None:
        """A story's line among the figures; None where it has no figure."""
        key = (item.story, item.since, voice.language, voice.digits)
        if key not in self._figures:
            self._figures[key] = numbers.figure(item, voice)
        return self._figures[key]

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

    def button(self, item: Item, number: int, voice: Voice) -> Button:
        """The button that opens a story."""
        key = (item.story, number, voice.language, voice.digits)
        if key not in self._buttons:
            self._buttons[key] = Button(voice.number(number), f"story:{item.story}")
        return self._buttons[key]


def _header(count: int, form: Form, voice: Voice, day: str) -> Markup:
    header = voice.say("digest.header", day=day, count=voice.count("count.news_genitive", count))
    if form.late <= ON_TIME:
        return header
    return join([header, voice.say("digest.late", time=voice.span(form.late))], "\n")
