"""The memory that places articles: bounded, and as quick after a million articles as after a thousand.

The newest REMEMBERED articles are known: in full while they are in the window, by their heaviest terms afterwards.
"""

from collections import defaultdict, deque
from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import chain
from statistics import median_low

from mujaz.stories.memory import Story, Told
from mujaz.stories.nearness import WINDOW, Likeness, nearness
from mujaz.stories.novelty import label, news
from mujaz.stories.postings import Postings
from mujaz.stories.rarity import Rarity
from mujaz.stories.sketch import Sketch
from mujaz.stories.story import UNPINNED, Label, News, Pins, Placement

REMEMBERED = 20_000
WINDOW_MOST = 5_000
"""Articles remembered in full, however many a day brings."""


class StoryIndex:
    """Stories by what was told in them. `place` decides and changes nothing; `remember` adds what was stored."""

    def __init__(self) -> None:
        self._rarity = Rarity()
        self._postings = Postings()
        self._window: deque[Told] = deque()
        self._older: deque[Told] = deque()
        self._stories: dict[int, Story] = {}
        self._times: deque[datetime] = deque(maxlen=3)  # of the last articles
        self._weighed: tuple[Sketch, dict[str, float]] | None = None  # what was placed last is remembered next

    def place(self, sketch: Sketch, pins: Pins = UNPINNED) -> Placement:
        """The story that an article belongs to. Editors are obeyed: the story it stays in, those it must not join."""
        compared = self._compared(sketch)
        if pins.story is not None:
            return self._joined(pins.story, sketch, compared.get(pins.story, []), 1.0)
        story_id, enough = None, 1.0
        for id_, likenesses in compared.items():
            near = nearness(sketch.facts, likenesses, crowd=len(self._window))
            if near >= enough and id_ not in pins.barred:
                story_id, enough = id_, near
        if story_id is None:
            return Placement(story=None, label=Label.OPENING, news=News())
        return self._joined(story_id, sketch, compared[story_id], enough)

    def remember(self, article: int, sketch: Sketch, story_id: int) -> None:
        """Add an article that was stored in a story, new or known: once, and in the order of arrival."""
        told = Told(article, sketch.facts, self._vector(sketch))
        self._story(story_id).add(told)
        self._window.append(told)
        self._postings.add(told)
        self._rarity.learn(sketch.terms)
        self._age(sketch.facts.time)

    def merge(self, story_id: int, into: int) -> None:
        """Put all remembered articles of a story into another: an editor merged them."""
        story = self._stories.get(story_id)
        self.split([told.article for told in story.told] if story else [], into)

    def split(self, articles: Collection[int], story_id: int) -> None:
        """Put remembered articles into another story, new or known: an editor split theirs."""
        moving = frozenset(articles)
        for told in [told for told in chain(self._older, self._window) if told.article in moving]:
            self._leave(told)
            self._story(story_id).add(told)

    def longest_posting(self) -> int:
        """The most articles that are found under one term."""
        return self._postings.longest()

    def _compared(self, sketch: Sketch) -> dict[int, list[Likeness]]:
        stories: defaultdict[int, list[Likeness]] = defaultdict(list)
        for told, likeness in self._postings.likenesses(self._vector(sketch)):
            stories[told.story.id].append((told, likeness))
        return stories

    def _vector(self, sketch: Sketch) -> dict[str, float]:
        if self._weighed is None or self._weighed[0] is not sketch:
            self._weighed = sketch, self._rarity.vector(sketch.terms)
        return self._weighed[1]

    def _joined(self, story_id: int, sketch: Sketch, likenesses: Sequence[Likeness], near: float) -> Placement:
        story = self._stories.get(story_id)
        if story is None:  # pinned to a story that is forgotten by now
            return Placement(story_id, Label.FOLLOW_UP, News())
        how = label(sketch, story, [told for told, _ in likenesses])
        nearest = max(likenesses, key=lambda pair: pair[1], default=None)
        return Placement(story_id, how, news(sketch.facts, story), nearest[0].article if nearest else None, near)

    def _story(self, story_id: int) -> Story:
        return self._stories.setdefault(story_id, Story(story_id))

    def _leave(self, told: Told) -> None:
        told.story.told.remove(told)
        if not told.story.told:
            del self._stories[told.story.id]

    def _age(self, time: datetime) -> None:
        """Fade what left the window. Its time is the median of three articles: one wrong date moves nothing."""
        self._times.append(time)
        now = median_low(self._times)
        while len(self._window) > WINDOW_MOST or (self._window and abs(now - self._window[0].facts.time) > WINDOW):
            told = self._window.popleft()
            told.fade()
            self._older.append(told)
        while len(self._older) > REMEMBERED:
            told = self._older.popleft()
            self._postings.drop_oldest(told)
            self._leave(told)
