"""What a run brings to readers who share it is what each would get alone: no letter, memory or record is another's."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.article import Article, Status
from mujaz.digest.choose import Taste, choose
from mujaz.digest.compose import compose
from mujaz.digest.composition import Composition, Manner, met, pieces
from mujaz.digest.correct import form_of, speaking
from mujaz.digest.memory import NOTHING_TOLD, Memory, Met, remember
from mujaz.digest.ranking import rank
from mujaz.run import Run, RunKind, RunState
from mujaz.subscriber import MOST, Choices, Digits, Length, Slot
from pipeline.sender import sealed
from pipeline.shares import Shares
from storage import compositions
from storage.audience import News
from storage.profiles import Profile, Way
from storage.times import epoch
from tests.mujaz.news import COMPANIES, EVENTS, SINCE, TEXTS, UNTIL, newsrooms

ZONE, BOT = "Asia/Riyadh", "mujaz_bot"
RUN = Run(7, RunKind.DIGEST, RunState.RUNNING, 1, None, UNTIL, UNTIL + timedelta(hours=6), 0, UNTIL)
CHOICES = st.builds(
    Choices,
    length=st.sampled_from(Length),
    most=st.sampled_from(MOST),
    digits=st.sampled_from(Digits),
    less=st.frozensets(st.sampled_from(EVENTS), max_size=1),
)
WAYS = st.builds(Way, st.sampled_from(("ar", "en")), st.just(ZONE), st.just("SA"), st.just((Slot(ZONE, 480),)), CHOICES)
FOLLOWS = st.frozensets(st.sampled_from(COMPANIES), max_size=3)
MEMORIES = st.lists(st.builds(Met, st.integers(1, 12), st.integers(1, 12), st.just(3), st.just(0)), max_size=4).map(
    lambda told: remember(NOTHING_TOLD, {each.story: each for each in told}.values())
)


@given(
    newsrooms(TEXTS, most=12),
    st.lists(WAYS, min_size=1, max_size=2),
    st.lists(st.tuples(st.integers(0, 1), FOLLOWS, MEMORIES, st.integers(0, 12)), min_size=1, max_size=12),
)
@settings(max_examples=40, deadline=None)
def test_readers_get_what_they_would_get_alone(
    articles: list[Article], ways: list[Way], readers: list[tuple[int, frozenset[str], Memory, int]]
) -> None:
    public = [article for article in articles if article.status is Status.PUBLISHED and article.published_at]
    public.sort(key=lambda article: article.published_at or SINCE)
    shares = Shares(RUN, News(SINCE, (), public), BOT)
    strangers = [
        ((epoch(SINCE + timedelta(hours=hours)), number, number), Profile(ways[way % len(ways)], follows), memory)
        for number, (way, follows, memory, hours) in enumerate(readers)
    ]
    decided = {it.like: it for it in shares.decide(strangers)}
    for like, profile, memory in strangers:
        found = decided.get(like)
        letters, written, after = _alone(public, SINCE + timedelta(hours=readers[like[1]][3]), profile, memory)
        assert (found is None) == (not letters)
        if found is not None:
            assert (found.letters.tails(), found.letters.written, found.memory) == (letters, written, after)


def _alone(
    articles: list[Article], since: datetime, profile: Profile, memory: Memory
) -> tuple[tuple[bytes, ...], bytes, bytes]:
    way = profile.way
    choices = way.choices
    manner = Manner(way.language, way.zone, way.country, choices.digits, choices.calendar, choices.length, bot=BOT)
    ranking = rank(articles, since, UNTIL)
    choice = choose(ranking, Taste(profile.follows, choices.less, choices.most), memory)
    letters = compose(choice, form_of(manner), speaking(manner), UNTIL)
    told = pieces(choice.items, letters)
    written = compositions.written(Composition(told, len(letters), manner))
    return tuple(map(sealed, letters)), written, remember(memory, met(told, RUN.id)).blob
