"""What a digest's run may bring to readers whose windows open alike: its stories ranked once, each rendered once.

Readers for whom the same stories were chosen share the letters. What many read is serialised once (pipeline.sender),
and a letter is joined from it when it is about to go out. Stores nothing.
"""

from datetime import datetime, timedelta

from mujaz.digest.choose import Choice, Taste, choose
from mujaz.digest.compose import lay_out
from mujaz.digest.composition import Composition, Manner, met, pieces
from mujaz.digest.correct import form_of, speaking
from mujaz.digest.form import Form
from mujaz.digest.memory import Lesson, Memory, lesson
from mujaz.digest.ranking import Ranking
from mujaz.digest.rendered import Rendered
from mujaz.texts.catalogue import Voice
from pipeline.edition import Tails
from pipeline.sender import Pieces
from storage import compositions
from storage.profiles import Profile, Way


class Letters:
    """What readers get for whom the same stories were chosen, in the same manner.

    `lesson` is what they remember of it, `updates` are the stories that they met before, `written` is what is stored of
    it, and `number` that of its row once it is.
    """

    __slots__ = ("_pieces", "joined", "lesson", "number", "updates", "written")

    def __init__(
        self, letters: tuple[tuple[bytes, ...], ...], written: bytes, told: Lesson, updates: tuple[int, ...]
    ) -> None:
        self._pieces = letters
        self.joined: Tails | None = None
        self.lesson = told
        self.updates = updates
        self.written = written
        self.number: int | None = None

    def tails(self) -> Tails:
        """The letters, sealed."""
        return self.joined or tuple(map(b"".join, self._pieces))


class Window:
    """The news since the last digest of readers who had it at the same moment."""

    def __init__(
        self, ranking: Ranking, run_id: int, due_at: datetime, late: timedelta, sealed: Pieces, bot: str
    ) -> None:
        self._ranking = ranking
        self._run_id = run_id
        self._due_at = due_at
        self._late = late
        self._bot = bot
        self._sealed = sealed
        self._rendered = Rendered()
        self._ways: dict[int, tuple[Way, Manner, Form, Voice]] = {}
        self._letters: dict[tuple[int, ...], Letters | None] = {}

    def letters(self, profile: Profile, memory: Memory) -> Letters | None:
        """What readers of this profile get who were told the memory; None where there is nothing new for them."""
        way, follows, wishes = profile
        choice = choose(self._ranking, Taste(follows, way.choices.less, way.choices.most, wishes), memory)
        key = (id(way), *map(id, choice.items))
        if key not in self._letters:
            self._letters[key] = self._write(choice, way) if choice.items else None
        return self._letters[key]

    def _write(self, choice: Choice, way: Way) -> Letters:
        _, manner, form, voice = self._how(way)
        sheets = lay_out(choice, form, voice, self._due_at, self._rendered)
        told = pieces(choice.items, sheets)
        written = compositions.written(Composition(told, len(sheets), manner))
        updates = tuple([piece.story for piece in told if piece.since])
        return Letters(tuple(map(self._sealed.of, sheets)), written, lesson(met(told, self._run_id)), updates)

    def _how(self, way: Way) -> tuple[Way, Manner, Form, Voice]:
        """By its object, which is held, so that no other comes to have its id."""
        how = self._ways.get(id(way))
        if how is None:
            language, zone, country, _, choices = way
            look = (choices.digits, choices.calendar, choices.length)
            manner = Manner(language, zone, country, *look, self._late, self._bot)
            how = self._ways[id(way)] = (way, manner, form_of(manner), speaking(manner))
        return how
