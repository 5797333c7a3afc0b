"""The promises of the seed newsroom: what `make run` shows to somebody who has no feeds and no token.

It judges the data alone, and never what Mujaz reads in it: that is the reader's own test.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import playground

NEWSROOM = Path(playground.__file__).with_name("newsroom.jsonl")
ARABIC_WORD = re.compile(r"[\u0621-\u064A]{2,}")
BIDI_CONTROL = re.compile(r"[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]")
INVISIBLE = re.compile(r"[\u0000-\u0009\u000B-\u001F\u00A0\u00AD\u200B-\u200D\uFEFF\uFFFD]")
PRESENTATION_FORM = re.compile(r"[\uFB50-\uFDFF\uFE70-\uFEFE]")
# A one-letter prefix may lean on a tatweel before a name («بـOpenAI»); elsewhere it only stretches a word.
STRETCHING_TATWEEL = re.compile(r"(?<![\s«(][بلك])(?<![\s«(][وف][بلك])\u0640|\u0640(?![ «A-Za-z0-9])")
SENTENCE_END = re.compile(r"(?<=[.؟!])\s+|\n+")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Seed:
    """One line of the newsroom, as written in the file."""

    id: str
    date: str
    story: str
    title: str
    text: str
    source: str
    url: str
    companies: list[str]

    @property
    def written(self) -> str:
        """Title and text, as a reader meets them."""
        return f" {self.title}\n{self.text}"


@pytest.fixture(scope="module")
def seeds() -> tuple[Seed, ...]:
    lines = NEWSROOM.read_text(encoding="utf-8").splitlines()
    return tuple(Seed(**json.loads(line)) for line in lines)


def _breaking(pattern: re.Pattern[str], seeds: tuple[Seed, ...]) -> list[str]:
    return [seed.id for seed in seeds if pattern.search(seed.written)]


def _repeated(values: list[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def test_every_article_has_all_its_parts_as_text(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        parts = (seed.id, seed.date, seed.story, seed.title, seed.text, seed.source, seed.url)
        assert all(isinstance(part, str) and part and part == part.strip() for part in parts), seed.id
        assert all(isinstance(company, str) for company in seed.companies), seed.id


def test_the_newsroom_is_large_enough_to_search_and_to_group(seeds: tuple[Seed, ...]) -> None:
    assert len(seeds) >= 40
    assert len({seed.story for seed in seeds}) >= 20
    assert len(set(chain.from_iterable(seed.companies for seed in seeds))) >= 25


def test_several_stories_are_told_by_more_than_one_article(seeds: tuple[Seed, ...]) -> None:
    told = Counter(seed.story for seed in seeds)
    assert sum(times >= 2 for times in told.values()) >= 8
    assert max(told.values()) <= 4


def test_the_story_that_mujaz_was_conceived_from_is_there(seeds: tuple[Seed, ...]) -> None:
    layoffs = [seed for seed in seeds if seed.story == "meta-layoffs-600"]
    assert len(layoffs) >= 2
    assert all("meta" in seed.companies for seed in layoffs)


def test_every_article_is_long_enough_to_summarise_and_short_enough_to_read(seeds: tuple[Seed, ...]) -> None:
    lengths = {seed.id: len(seed.text.split()) for seed in seeds}
    assert {key: words for key, words in lengths.items() if not 120 <= words <= 250} == {}


def test_every_article_has_two_to_five_paragraphs(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        paragraphs = seed.text.split("\n\n")
        assert 2 <= len(paragraphs) <= 5, seed.id
        assert all(part == part.strip() and "\n" not in part for part in paragraphs), seed.id


def test_every_paragraph_ends_as_a_sentence_does(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        assert all(part.endswith((".", "؟", "!", "».")) for part in seed.text.split("\n\n")), seed.id


def test_dates_are_utc_within_six_weeks_and_in_order(seeds: tuple[Seed, ...]) -> None:
    dates = [datetime.strptime(seed.date, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) for seed in seeds]
    assert all(earlier < later for earlier, later in pairwise(dates))
    assert timedelta(weeks=4) <= dates[-1] - dates[0] <= timedelta(weeks=6)


def test_ids_run_without_a_gap_and_titles_are_never_repeated(seeds: tuple[Seed, ...]) -> None:
    assert [seed.id for seed in seeds] == [f"n{number:03d}" for number in range(1, len(seeds) + 1)]
    assert _repeated([seed.title for seed in seeds]) == []


def test_no_two_articles_share_a_sentence(seeds: tuple[Seed, ...]) -> None:
    sentences = [sentence.strip() for seed in seeds for sentence in SENTENCE_END.split(seed.text) if sentence.strip()]
    assert _repeated(sentences) == []


def test_every_title_is_an_arabic_headline(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        assert len(ARABIC_WORD.findall(seed.title)) >= 3, seed.title
        assert len(seed.title) <= 90, seed.title
        assert not seed.title.endswith((".", "،", ":")), seed.title


def test_no_article_carries_marks_that_turn_or_hide_text(seeds: tuple[Seed, ...]) -> None:
    assert _breaking(BIDI_CONTROL, seeds) == []
    assert _breaking(INVISIBLE, seeds) == []
    assert _breaking(PRESENTATION_FORM, seeds) == []


def test_no_word_is_stretched_by_a_tatweel(seeds: tuple[Seed, ...]) -> None:
    assert _breaking(STRETCHING_TATWEEL, seeds) == []


def test_punctuation_is_arabic_and_spaced_as_in_print(seeds: tuple[Seed, ...]) -> None:
    assert _breaking(re.compile(r"[\u0621-\u064A»] ?[,;?]"), seeds) == []
    assert _breaking(re.compile(r" [،؛؟.»)]|[،؛](?=[^\s])|«\s|\(\s| {2}|,,|\.\.\."), seeds) == []
    assert [seed.id for seed in seeds if seed.written.count("«") != seed.written.count("»")] == []


def test_links_lead_to_an_address_that_is_nobodys(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        address = urlsplit(seed.url)
        assert (address.scheme, address.netloc) == ("https", "example.com"), seed.url
        assert address.path == f"/news/{seed.id}", seed.url


def test_company_and_story_ids_are_plain_and_listed_once(seeds: tuple[Seed, ...]) -> None:
    for seed in seeds:
        assert seed.companies, seed.id
        assert _repeated(seed.companies) == [], seed.id
        assert all(KEBAB.fullmatch(name) for name in (seed.story, *seed.companies)), seed.id
