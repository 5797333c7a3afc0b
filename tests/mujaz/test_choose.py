"""Which stories a reader gets: the weightiest of the day, in balance, what is followed first, and nothing twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mujaz.article import Article, Status
from mujaz.digest.choose import Choice, Taste, choose
from mujaz.digest.item import Kind, Why
from mujaz.digest.memory import KEPT, MOST, NOTHING_TOLD, Memory, Met, remember
from mujaz.digest.ranking import Told, brings_news, rank
from mujaz.stories.story import Label, News
from mujaz.wishes import wants
from tests.mujaz.news import COMPANIES, EVENTS, NOON, SINCE, UNTIL, article, newsrooms

TASTES = st.builds(
    Taste,
    st.frozensets(st.sampled_from((*COMPANIES, "nobody")), max_size=3),
    st.frozensets(st.sampled_from((*EVENTS, "nothing")), max_size=2),
    st.sampled_from((3, 5, 8, 12)),
    st.frozensets(st.sampled_from(("event:funding", "company:tii", "خبر -ميتا")), max_size=2),
)
NEW_FIGURE = News(figures=(900.0,))


def chosen(articles: Sequence[Article], taste: Taste | None = None, memory: Memory = NOTHING_TOLD) -> Choice:
    return choose(rank(articles, SINCE, UNTIL), taste or Taste(), memory)


def stories(choice: Choice) -> list[int]:
    return [item.story for item in choice.items]


def knowing(*met: tuple[int, int]) -> Memory:
    """Somebody who was told these stories up to these articles."""
    return remember(NOTHING_TOLD, [Met(story, article) for story, article in met])


def after(memory: Memory, choice: Choice) -> Memory:
    return remember(memory, [Met(item.story, item.newest) for item in choice.items])


# ---------------------------------------------------------------- what a digest may hold


def test_a_digest_holds_what_was_published_after_the_last_one_and_up_to_now() -> None:
    second = timedelta(seconds=1)
    moments = [SINCE - second, SINCE, SINCE + second, UNTIL, UNTIL + second]
    articles = [
        article(n, published_at=moment, reported_at=moment, companies=()) for n, moment in enumerate(moments, 1)
    ]
    assert stories(chosen(articles)) == [104, 103]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETRACTED])
def test_what_is_not_public_or_was_retracted_is_in_no_digest(status: Status) -> None:
    assert chosen([article(status=status)]).items == ()
    assert chosen([article(published_at=None, status=Status.DRAFT)]).items == ()


def test_what_was_retracted_lends_its_story_neither_text_nor_source() -> None:
    articles = [article(1, story=7), article(2, story=7, source="رويترز", label=Label.SAME, status=Status.RETRACTED)]
    (item,) = chosen(articles).items
    assert (item.lead.id, item.others, item.outlets) == (1, (), 1)


def test_articles_of_one_story_are_one_item_told_by_the_newest_that_brought_news() -> None:
    articles = [
        article(1, story=7),
        article(2, story=7, label=Label.SAME, added=NEW_FIGURE, source="رويترز"),
        article(3, story=7, label=Label.COPY, added=NEW_FIGURE, source="بلومبرغ"),
        article(4, story=7, label=Label.SAME, source="رويترز"),
    ]
    (item,) = chosen(articles).items
    assert (item.lead.id, [other.id for other in item.others], item.outlets, item.newest) == (2, [1, 3, 4], 3, 4)


@pytest.mark.parametrize("most", [3, 5, 8, 12])
def test_a_digest_ends(most: int) -> None:
    articles = [article(n, companies=()) for n in range(1, 40)]
    assert len(chosen(articles, Taste(most=most)).items) == most


# ---------------------------------------------------------------- the order


def test_more_outlets_weigh_more_and_each_counts_once() -> None:
    articles = [
        article(1, story=1, companies=()),
        *(article(n, story=2, label=Label.COPY, companies=(), source="رويترز") for n in (2, 3, 4)),
        *(article(n, story=3, label=Label.SAME, companies=(), source=f"صحيفة {n}") for n in (5, 6)),
    ]
    assert stories(chosen(articles)) == [3, 2, 1]


def test_a_story_weighs_half_as_much_for_every_day_since_an_outlet_reported_it() -> None:
    day = timedelta(days=1)
    old = [
        article(n, story=1, companies=(), source=f"صحيفة {n}", label=Label.SAME, reported_at=UNTIL - 2 * day)
        for n in range(1, 5)
    ]
    newer = article(9, story=2, companies=(), reported_at=UNTIL - day / 2)
    newest = article(10, story=3, companies=(), reported_at=UNTIL)
    assert stories(chosen([*old, newer, newest])) == [3, 1, 2]


def test_breaking_news_stands_above_all_else_that_is_not_followed() -> None:
    articles = [
        *(article(n, story=1, companies=(), source=f"صحيفة {n}") for n in range(1, 5)),
        article(5, story=2, companies=(), breaking=True),
        article(6, story=3, companies=("google",)),
    ]
    assert stories(chosen(articles)) == [2, 1, 3]
    assert stories(chosen(articles, Taste(follows=frozenset({"google"})))) == [3, 2, 1]


def test_followed_companies_come_first_then_the_newest() -> None:
    articles = [
        article(1, reported_at=NOON + timedelta(hours=3), companies=("openai",)),
        article(2, reported_at=NOON + timedelta(hours=1), companies=("meta", "google")),
        article(3, reported_at=NOON + timedelta(hours=2), companies=("google",)),
        article(4, reported_at=NOON, companies=()),
    ]
    assert stories(chosen(articles, Taste(follows=frozenset({"google"})))) == [103, 102, 101, 104]
    assert stories(chosen(articles)) == [101, 103, 102, 104]


def test_kinds_that_are_wanted_less_come_last_and_only_where_there_is_room() -> None:
    funding = [article(n, companies=("mistral",), event="funding", breaking=True) for n in (1, 2)]
    others = [article(n, companies=(), event="launch") for n in range(3, 6)]
    less = frozenset({"funding"})
    assert stories(chosen([*funding, *others], Taste(less=less, most=3))) == [105, 104, 103]
    assert stories(chosen([*funding, *others], Taste(less=less))) == [105, 104, 103, 102]
    followed = Taste(follows=frozenset({"mistral"}), less=less)
    assert stories(chosen([*funding, *others], followed)) == [105, 104, 103, 102, 101]


@pytest.mark.parametrize(("most", "room"), [(3, 1), (5, 1), (8, 2), (12, 4)])
def test_no_company_takes_more_than_a_third_of_the_places_unless_it_is_followed(most: int, room: int) -> None:
    articles = [article(n, companies=("openai", "meta")) for n in range(1, 30)]
    others = [article(n, companies=(), reported_at=NOON - timedelta(hours=1)) for n in range(30, 60)]
    choice = chosen([*articles, *others], Taste(most=most))
    assert [bool(item.lead.companies) for item in choice.items] == [True] * room + [False] * (most - room)
    choice = chosen([*articles, *others], Taste(frozenset({"openai"}), most=most))
    assert all(item.lead.companies for item in choice.items)


# ---------------------------------------------------------------- why


def test_the_reason_of_each_choice_is_kept() -> None:
    articles = [
        article(1, companies=("google", "meta")),
        article(2, companies=(), breaking=True),
        *(article(n, story=9, companies=(), source=f"صحيفة {n}") for n in (3, 4, 5)),
        article(6, companies=(), event="funding"),
    ]
    choice = chosen(articles, Taste(frozenset({"meta", "nobody"}), frozenset({"funding"})))
    reasons = [(item.reason.why, item.reason.company, item.reason.wanted_less) for item in choice.items]
    assert reasons == [
        (Why.FOLLOWED, "meta", False),
        (Why.BREAKING, None, False),
        (Why.WIDELY, None, False),
        (Why.RECENT, None, True),
    ]


# ---------------------------------------------------------------- what the reader was told


def test_what_the_reader_was_told_does_not_come_again() -> None:
    articles = [article(1), article(2, companies=())]
    assert stories(chosen(articles, memory=knowing((101, 1)))) == [102]


def test_another_report_without_news_is_no_reason_to_come_again() -> None:
    told = knowing((7, 1))
    assert chosen([article(2, story=7, label=Label.SAME)], memory=told).items == ()
    assert chosen([article(2, story=7, label=Label.COPY, added=NEW_FIGURE)], memory=told).items == ()
    assert chosen([article(2, story=7, label=Label.FOLLOW_UP)], memory=told).items == ()


def test_news_in_a_story_that_was_told_comes_as_an_update_with_only_what_changed() -> None:
    articles = [
        article(1, story=7),
        article(2, story=7, label=Label.SAME, added=News(figures=(600.0,), names=("google",))),
        article(3, story=7, label=Label.FOLLOW_UP, added=News(figures=(900.0,), event="lawsuit"), source="رويترز"),
        article(4, story=7, label=Label.FOLLOW_UP, added=News(names=("Yann LeCun",)), source="رويترز"),
    ]
    (item,) = chosen(articles, memory=knowing((7, 2))).items
    assert item.kind is Kind.UPDATE
    assert (item.lead.id, [other.id for other in item.others], item.outlets, item.since) == (4, [3], 1, 2)
    assert item.added == News(figures=(900.0,), names=("Yann LeCun",), event="lawsuit")
    assert chosen(articles).items[0].kind is Kind.NEW


def test_a_story_met_only_through_copies_of_old_news_is_told_to_whoever_never_heard_it() -> None:
    copy = article(2, story=7, label=Label.COPY)
    assert stories(chosen([copy])) == [7]
    assert stories(chosen([copy], memory=knowing((7, 1)))) == []


@given(newsrooms(), TASTES)
def test_whoever_had_a_digest_is_told_nothing_of_it_again_until_there_is_news(
    articles: list[Article], taste: Taste
) -> None:
    first = chosen(articles, taste)
    memory = after(NOTHING_TOLD, first)
    again = chosen(articles, taste, memory)
    assert not set(stories(first)) & set(stories(again))
    number = len(articles) + 1
    for item in first.items:
        update = article(number, story=item.story, label=Label.FOLLOW_UP, added=NEW_FIGURE, companies=("tii",))
        everything = Taste(frozenset({"tii"}), most=12)
        (found,) = [i for i in chosen([*articles, update], everything, memory).items if i.story == item.story]
        assert (found.kind, found.lead.id, found.since) == (Kind.UPDATE, number, item.newest)


@given(newsrooms(), TASTES)
def test_digests_are_finite_balanced_and_without_repetition(articles: list[Article], taste: Taste) -> None:
    choice = chosen(articles, taste)
    told = [art.id for item in choice.items for art in (item.lead, *item.others)]
    assert len(choice.items) <= taste.most
    assert len(set(stories(choice))) == len(choice.items)
    assert len(set(told)) == len(told)
    assert all(art.status is Status.PUBLISHED for item in choice.items for art in (item.lead, *item.others))
    about = Counter(
        item.lead.companies[0] for item in choice.items if item.lead.companies and item.reason.why is not Why.FOLLOWED
    )
    assert all(count <= max(1, taste.most // 3) for count in about.values())


@given(newsrooms(), TASTES)
def test_what_is_followed_leads_and_what_is_wanted_less_follows(articles: list[Article], taste: Taste) -> None:
    reasons = [item.reason for item in chosen(articles, taste).items]
    ranks = [(reason.wanted_less, reason.why is not Why.FOLLOWED) for reason in reasons]
    assert ranks == sorted(ranks)


@given(newsrooms(), TASTES, st.randoms(use_true_random=False))
def test_the_same_news_give_the_same_digest_in_whatever_order_they_arrive(
    articles: list[Article], taste: Taste, random: object
) -> None:
    shuffled = list(articles)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' Random
    assert chosen(shuffled, taste) == chosen(articles, taste)


@given(newsrooms(), TASTES, TASTES)
def test_no_reader_changes_what_another_gets(articles: list[Article], taste: Taste, other: Taste) -> None:
    ranking = rank(articles, SINCE, UNTIL)
    alone = choose(rank(articles, SINCE, UNTIL), taste)
    choose(ranking, other, after(NOTHING_TOLD, alone))
    assert choose(ranking, taste) == alone


def plainly_chosen(articles: list[Article], taste: Taste, memory: Memory) -> list[tuple[int, int, str | None, bool]]:
    """What a reader is to get, worked out for that reader alone: story, what was known of it, reason."""

    def company(told: Told) -> str | None:
        companies = [company for company in told.companies if company in taste.follows]
        lines = [line for line in sorted(taste.wishes) if any(wants(line, article) for article in told.articles)]
        return next(iter(companies + lines), None)

    def less(told: Told) -> bool:
        return told.lead.event in taste.less

    def is_told(told: Told) -> bool:
        return told.story in known and not any(
            article.id > known[told.story] and brings_news(article) for article in told.articles
        )

    known = {met.story: met.article for met in memory}
    wanted = [told for told in rank(articles, SINCE, UNTIL).stories if not is_told(told)]
    found: list[Told] = []
    for told in sorted(wanted, key=lambda told: (less(told), company(told) is None)):
        about = [other for other in found if other.subject is not None and other.subject == told.subject]
        if company(told) is not None or len(about) < max(1, taste.most // 3):
            found.append(told)
    return [(told.story, known.get(told.story, 0), company(told), less(told)) for told in found[: taste.most]]


@given(newsrooms(most=25), st.lists(TASTES, min_size=1, max_size=6))
def test_what_was_prepared_for_all_chooses_for_each_what_the_rules_say(
    articles: list[Article], tastes: list[Taste]
) -> None:
    ranking = rank(articles, SINCE, UNTIL)
    memory = NOTHING_TOLD
    for taste in tastes:
        choice = choose(ranking, taste, memory)
        told = [(item.story, item.since, item.reason.company, item.reason.wanted_less) for item in choice.items]
        assert told == plainly_chosen(articles, taste, memory)
        half = Choice(choice.items[::2])
        memory = after(memory, Choice(tuple(replace(item, newest=item.articles[0].id) for item in half.items)))


def test_an_article_without_a_story_is_one_of_its_own() -> None:
    choice = chosen([article(1, story=None, label=None), article(2, story=None, label=None, companies=())])
    assert sorted(stories(choice)) == [-2, -1]
    assert chosen([article(1, story=None, label=None)], memory=after(NOTHING_TOLD, choice)).items == ()


def test_articles_of_an_older_mujaz_count_as_news() -> None:
    assert brings_news(article(label=None))


# ---------------------------------------------------------------- memory

METS = st.builds(
    Met, st.integers(-(2**31), 2**31 - 1), st.integers(1, 2**32 - 1), st.integers(0, 2**32 - 1), st.integers(0, 255)
)


@given(st.lists(st.lists(METS, max_size=12, unique_by=lambda met: met.story), max_size=8))
def test_a_memory_keeps_the_newest_article_and_the_first_message_of_each_story(digests: list[list[Met]]) -> None:
    memory, expected = NOTHING_TOLD, dict[int, Met]()
    for digest in digests:
        memory = remember(memory, digest)
        for met in digest:
            first = expected.setdefault(met.story, met)
            expected[met.story] = first._replace(article=max(first.article, met.article))
    assert list(memory) == [expected[story] for story in sorted(expected)]
    assert memory.stories == tuple(sorted(expected))
    assert all(memory.get(story) == met for story, met in expected.items())
    assert memory.get(2**31) is None
    assert Memory(memory.blob) == memory


def test_a_memory_is_bounded_and_forgets_the_oldest_news() -> None:
    memory = NOTHING_TOLD
    for day in range(400):
        memory = remember(memory, [Met(story=7 * day % 1009, article=day + 1, run=day)])
        assert len(memory) <= MOST
    assert {met.article for met in memory} >= set(range(400 - KEPT + 1, 401))


def test_readers_with_the_same_history_share_one_memory() -> None:
    one = remember(remember(NOTHING_TOLD, [Met(5, 50, 1, 0)]), [Met(3, 60, 2, 0), Met(5, 70, 2, 1)])
    other = remember(remember(NOTHING_TOLD, [Met(5, 50, 1, 0)]), [Met(5, 70, 2, 1), Met(3, 60, 2, 0)])
    assert one.blob == other.blob
    assert one.get(5) == Met(5, 70, 1, 0)


@settings(max_examples=30)
@given(newsrooms(), st.lists(TASTES, min_size=1, max_size=20))
def test_a_memory_grows_by_no_more_than_was_told(articles: list[Article], tastes: list[Taste]) -> None:
    memory = NOTHING_TOLD
    for taste in tastes:
        choice = chosen(articles, taste, memory)
        memory = after(memory, choice)
    assert len(memory) <= min(MOST, len({art.story or -art.id for art in articles}))
