"""«بالأرقام»: the weightiest figures of a digest's stories, in the articles' words, each with its story's title."""

from collections.abc import Sequence

from markupsafe import Markup

from mujaz.digest.item import Item, Kind
from mujaz.digest.render import clip
from mujaz.digest.split import Block, Size, apart, join
from mujaz.digest.telling import FACT_SHOWN, new_figures
from mujaz.texts.catalogue import Voice

SHOWN = 3
ROOM = Size(length=600, entities=SHOWN + 1, tag_bytes=60)
"""What the section takes at most: it is joined for one reader alone, and not measured again."""
LEAST = 2
"""One figure alone says nothing that its story does not."""
TITLE_SHOWN = 70


def figure(item: Item, voice: Voice) -> Markup | None:
    """The line for a story: its weightiest figure that its title does not hold, of an update a new one. Or None."""
    if item.kind is Kind.UPDATE:
        found = new_figures(item)
    else:
        found = [figure.said for figure in item.lead.figures if figure.counted]
    said = next((said for said in found if said not in item.lead.title), None)
    if said is None:
        return None
    # A figure in Latin letters alone would turn an Arabic line round: there it is laid out as a value of the line.
    shown = clip(said, FACT_SHOWN) if voice.right_to_left else voice.text(clip(said, FACT_SHOWN))
    title = voice.text(clip(item.lead.title, TITLE_SHOWN))
    return voice.say("digest.figure", figure=shown, title=title)


def section(heading: Markup, figures: Sequence[Markup]) -> Block | None:
    """The first of these lines under their heading; None where they are too few to be one."""
    if len(figures) < LEAST:
        return None
    pieces = apart([heading, *figures[:SHOWN]], Markup("\n"))
    return Block(join(pieces, ""), ROOM, pieces)
