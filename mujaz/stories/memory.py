"""What is remembered of articles and stories. Mutable: only the index changes it."""

from datetime import datetime
from itertools import islice

from mujaz.stories.sketch import Facts

_POSTED = 24  # the heaviest terms of an article: it is found under them, and they are kept beyond the window


class Story:
    """A story as far as it is remembered: its articles in the order of arrival."""

    __slots__ = ("id", "told")

    def __init__(self, id_: int) -> None:
        self.id = id_
        self.told: list[Told] = []

    @property
    def opened(self) -> datetime:
        """When its first article is from, of those remembered."""
        return self.told[0].facts.time

    def add(self, told: "Told") -> None:
        """Take in an article."""
        self.told.append(told)
        told.story = self


class Told:
    """One article: `vector` holds its heaviest terms first and has length 1 while the article is in the window."""

    __slots__ = ("article", "facts", "story", "vector")

    story: Story

    def __init__(self, article: int, facts: Facts, vector: dict[str, float]) -> None:
        self.article = article
        self.facts = facts
        self.vector = vector

    def posted(self) -> list[str]:
        """The terms under which the article is found."""
        return list(islice(self.vector, _POSTED))

    def fade(self) -> None:
        """Forget all but the heaviest terms."""
        self.vector = dict(islice(self.vector.items(), _POSTED))
