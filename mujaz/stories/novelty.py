"""What an article adds to its story, and how it stands to it: the same, a copy, a follow-up."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from mujaz.stories.memory import Story, Told
from mujaz.stories.sketch import Facts, Sketch
from mujaz.stories.story import Label, News

_LOOKED_AT = 64  # the newest articles of a story
_ROUNDING = 0.005  # «14.3 مليار» and «14.32 مليار» are one figure
_COPIED = 0.8  # of the terms of the shorter: two reporters seldom share half, an agency's clients nearly all
_FEWEST_TERMS = 12  # a single line is too short to tell a copy from a coincidence
_SAME_NEWS = timedelta(hours=36)  # the day's papers and the next morning's


def news(facts: Facts, story: Story) -> News:
    """What the story's articles, as far as they are remembered, did not say."""
    told = story.told[-_LOOKED_AT:]
    figures = [figure for one in told for figure in one.facts.figures]
    names = {name for one in told for name in one.facts.names}
    events = {one.facts.event for one in told}
    return News(
        figures=tuple(figure for figure in facts.figures if not _among(figure, figures)),
        names=tuple(name for name in facts.names if name not in names),
        event=facts.event if facts.event not in events else None,
    )


def label(sketch: Sketch, story: Story, compared: Iterable[Told]) -> Label:
    """How the article stands to the story it joins; `compared` are the story's articles most like it."""
    if any(_is_copy(sketch, told) for told in compared):
        return Label.COPY
    return Label.FOLLOW_UP if sketch.facts.time - story.opened > _SAME_NEWS else Label.SAME


def _is_copy(sketch: Sketch, told: Told) -> bool:
    fewer = min(len(sketch.terms), len(told.vector))
    return fewer >= _FEWEST_TERMS and len(sketch.terms.keys() & told.vector.keys()) >= _COPIED * fewer


def _among(figure: float, others: Sequence[float]) -> bool:
    return any(abs(figure - other) <= _ROUNDING * abs(other) for other in others)
