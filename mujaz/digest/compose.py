"""A reader's digest as letters: header, stories in order, the day's figures; split between stories, never in one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import islice

from markupsafe import Markup

from mujaz.article import Article
from mujaz.digest import numbers
from mujaz.digest.choose import Choice
from mujaz.digest.form import Form
from mujaz.digest.item import Item, alone
from mujaz.digest.rendered import Rendered
from mujaz.digest.split import BETWEEN, Block, Size, grouped, join
from mujaz.digest.telling import told
from mujaz.letter import Keyboard, Letter, Sheet
from mujaz.subscriber import Length
from mujaz.texts.catalogue import Voice

HEADER = Size(length=300, entities=1, tag_bytes=20)
"""Room that is kept free in each message for the header of the first or of a later part."""
ROW_MOST = 8
"""Buttons that Telegram puts into one row."""


def compose(
    choice: Choice, form: Form, voice: Voice, moment: datetime, rendered: Rendered | None = None
) -> list[Letter]:
    """The letters of a digest due at `moment`, in order; none where there is nothing new.

    The buttons that open the stories stand under the last letter.
    """
    sheets = lay_out(choice, form, voice, moment, rendered)
    return [Letter(join(sheet.pieces, ""), sheet.keyboard, sheet.stories) for sheet in sheets]


def lay_out(
    choice: Choice, form: Form, voice: Voice, moment: datetime, rendered: Rendered | None = None
) -> list[Sheet]:
    """The same letters, not joined yet. An edition passes what it rendered for other readers."""
    items = choice.items
    if not items:
        return []
    rendered = rendered or Rendered()
    blocks = rendered.stories(items, form, voice)
    if figures := _figures(items, form, voice, rendered):
        blocks.append(figures)
    parts = grouped(blocks, header=HEADER)
    headers = [rendered.header(len(items), form, voice, moment)] + [
        voice.say("digest.header_part", part=part, parts=len(parts)) for part in range(2, len(parts) + 1)
    ]
    buttons = [()] * (len(parts) - 1) + [keyboard(dict(enumerate(items, 1)), len(items), voice, rendered)]
    stories = iter([item.story for item in items])
    return [
        Sheet(_pieces(header, part), row, tuple(islice(stories, len(part))))
        for header, part, row in zip(headers, parts, buttons, strict=True)
    ]


def compose_alert(article: Article, voice: Voice, *, corrected: bool = False) -> Letter:
    """The letter that brings one article by itself; `corrected`: it says something else than it did."""
    item = alone(article)
    header = voice.say("alert.header" if article.breaking else "alert.header_followed")
    return Letter(join([header, told(item, Form(), voice, corrected=corrected)]), stories=(item.story,))


def _pieces(header: Markup, blocks: Sequence[Block]) -> list[Markup]:
    pieces = [header]
    for block in blocks:
        pieces.append(BETWEEN)
        pieces += block.pieces or (block.html,)
    return pieces


def _figures(items: Sequence[Item], form: Form, voice: Voice, rendered: Rendered) -> Block | None:
    if form.length is Length.LINE:
        return None
    return numbers.section(rendered.heading_of_figures(voice), rendered.figures(items, voice))


def keyboard(items: Mapping[int, Item], count: int, voice: Voice, rendered: Rendered) -> Keyboard:
    """A row of the numbers of these stories among so many; where one row cannot hold them, two that are alike."""
    rows = -(-count // ROW_MOST)
    across = -(-count // rows)
    return voice.rows(rendered.buttons(items, voice), across)
