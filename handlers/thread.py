"""/story: the thread of one story, found by its number or by words, or opened by anybody through its permanent link."""

from collections.abc import Sequence

from markupsafe import Markup

from handlers import stale
from handlers.company import shown_query
from handlers.heard import Heard
from handlers.room import Room
from handlers.story import reader_key, withdrawn
from mujaz.arabic.digits import western
from mujaz.asked import ask
from mujaz.deeplink import story_link, story_of_link
from mujaz.digest.item import story_of
from mujaz.digest.render import SOURCE_SHOWN, TITLE_SHOWN, clip, headline, prose
from mujaz.digest.telling import BRIEF_SHOWN, FACT_SHOWN
from mujaz.letter import Button, Keyboard
from mujaz.stories.thread import Fact, Thread, Wrote, thread
from mujaz.texts.catalogue import Voice
from storage import search as archive
from storage.opening import Opened, opened

QUERY_MOST = 300
DIGITS_MOST = 18
CLOSEST = 5
WORDS_OF_A_TITLE = 4
STEPS_SHOWN = 10
FACTS_SHOWN = 6
TELLERS_SHOWN = 12


async def story(room: Room, heard: Heard) -> None:
    """/story <number, link or words>."""
    if not heard.words:
        await heard.answer(heard.voice.say("thread.ask"))
        return
    number = _number(heard.words)
    if number is None:
        await _by_words(room, heard, heard.words[:QUERY_MOST])
    elif (found := await room.store.read(opened, reader_key(heard), number)) is None:
        await heard.answer(heard.voice.say("thread.no_such", number=shown_query(heard.words)))
    else:
        await tell(heard, found)


async def linked(room: Room, heard: Heard) -> bool:
    """Opens the story of the link by which somebody came to the bot; says whether it was one."""
    number = story_of_link(heard.words)
    if number is None:
        return False
    found = await room.store.read(opened, reader_key(heard), number)
    if found is None:
        await heard.answer(heard.voice.say("thread.no_such", number=number))
    else:
        await tell(heard, found)
    return True


async def recognised(room: Room, heard: Heard, text: str) -> bool:
    """Tells the story whose title holds all that was typed, where that is one story and not a single word."""
    if link := story_of_link(text.rpartition("start=")[2]):
        found = await room.store.read(opened, reader_key(heard), link)
    elif len(text.split()) >= WORDS_OF_A_TITLE:
        asked = ask(text, room.gazetteer, room.clock(), heard.voice.zone)
        answer = await room.store.read(archive.find, asked, CLOSEST)
        stories = {story_of(hit.article) for hit in answer.hits if hit.complete and hit.in_title}
        found = await room.store.read(opened, reader_key(heard), stories.pop()) if len(stories) == 1 else None
    else:
        return False
    if found is not None:
        await tell(heard, found)
    return found is not None


async def tapped(room: Room, heard: Heard) -> None:
    """A tap on «thread:7»."""
    found = await room.store.read(opened, reader_key(heard), int(heard.data))
    if found is None:
        await stale.old_button(room, heard)
        return
    await heard.toast()
    await tell(heard, found)


async def tell(heard: Heard, found: Opened) -> None:
    """The thread as a new message, or as few as it fits into."""
    if found.retracted is not None:
        await heard.answer(withdrawn(found, heard.voice))
        return
    await heard.tell(told(found, heard.voice, heard.bot.username), buttons(found, heard.voice))


def told(found: Opened, voice: Voice, bot: str) -> list[Markup]:
    """The thread in blocks: what is known, figures, what happened when, who told it, the link that leads here."""
    whole = thread(found.articles)
    lead = (whole.steps or tuple(found.articles))[-1]
    known = prose(lead, lead.summary, BRIEF_SHOWN, voice)
    blocks = [Markup("\n").join(filter(None, [headline(lead, voice), known])), *_facts(whole, voice)]
    blocks += [_steps(whole, voice)] if len(whole.steps) > 1 else []
    blocks += [_tellers(whole, voice)] if whole.tellers else []
    return [*blocks, voice.say("thread.link", link=Markup.escape(story_link(bot, found.story)))]


def buttons(found: Opened, voice: Voice) -> Keyboard:
    """What may be done with a story from its thread."""
    card = Button(voice.label("thread.card"), f"story:{found.story}")
    wrong = Button(voice.label("report.button"), f"wrong:{found.story}")
    return voice.rows([card, wrong], across=2)


async def _by_words(room: Room, heard: Heard, query: str) -> None:
    """The story that tells it all; where none does, or several do, the closest to choose from."""
    asked = ask(query, room.gazetteer, room.clock(), heard.voice.zone)
    answer = await room.store.read(archive.find, asked, CLOSEST * 4)
    complete = [hit for hit in answer.hits if hit.complete]
    hits = by_story(complete or answer.hits)
    if not hits:
        await heard.answer(heard.voice.say("search.nothing", query=shown_query(query)))
    elif complete and (len(hits) == 1 or (hits[0].in_title and not hits[1].in_title)):
        found = await room.store.read(opened, reader_key(heard), story_of(hits[0].article))
        if found is not None:
            await tell(heard, found)
    else:
        await _offer(heard, query, hits)


def by_story(hits: Sequence[archive.Hit]) -> list[archive.Hit]:
    """The best hit of each story, the best first, as many as are offered."""
    return list({story_of(hit.article): hit for hit in reversed(hits)}.values())[::-1][:CLOSEST]


async def _offer(heard: Heard, query: str, hits: Sequence[archive.Hit]) -> None:
    header = heard.voice.say("thread.closest", query=shown_query(query))
    await offer(heard, header, hits)


async def offer(heard: Heard, header: Markup, hits: Sequence[archive.Hit]) -> None:
    """Stories to choose from, one for each of the hits, each opened by its number."""
    voice = heard.voice
    lines = [
        voice.say("saved.line", number=number, title=voice.text(clip(hit.article.title, TITLE_SHOWN)))
        for number, hit in enumerate(hits, 1)
    ]
    numbers = [Button(voice.number(n), f"thread:{story_of(hit.article)}") for n, hit in enumerate(hits, 1)]
    await heard.tell([header, *lines], voice.rows(numbers, across=CLOSEST))


def _facts(whole: Thread, voice: Voice) -> list[Markup]:
    if not whole.facts:
        return []
    lines = [voice.say("thread.figures"), *(_fact(fact, voice) for fact in whole.facts[:FACTS_SHOWN])]
    return [Markup("\n").join(lines)]


def _fact(fact: Fact, voice: Voice) -> Markup:
    if not fact.apart:
        return _wrote(fact.last, voice)
    between = voice.say("thread.and_then")
    return voice.say("thread.apart", versions=between.join(_wrote(wrote, voice) for wrote in fact.apart))


def _wrote(wrote: Wrote, voice: Voice) -> Markup:
    values = {"said": voice.text(clip(wrote.figure.said, FACT_SHOWN)), "date": wrote.at}
    if wrote.source is None:
        return voice.say("thread.figure", **values)
    return voice.say("thread.figure_of", source=clip(wrote.source, SOURCE_SHOWN), **values)


def _steps(whole: Thread, voice: Voice) -> Markup:
    steps = whole.steps if len(whole.steps) <= STEPS_SHOWN else (whole.steps[0], *whole.steps[1 - STEPS_SHOWN :])
    lines = [
        voice.say("thread.step", date=step.reported_at, title=voice.text(clip(step.title, TITLE_SHOWN)))
        for step in steps
    ]
    return Markup("\n").join([voice.say("thread.steps"), *lines])


def _tellers(whole: Thread, voice: Voice) -> Markup:
    first, *others = whole.tellers
    said = [
        voice.say("thread.first", source=clip(str(first.source), SOURCE_SHOWN), date=first.reported_at),
    ]
    if others:
        names = [clip(str(article.source), SOURCE_SHOWN) for article in others[:TELLERS_SHOWN]]
        said.append(voice.say("thread.then", names=voice.listing(names)))
    return Markup("\n").join(said)


def _number(words: str) -> int | None:
    """A story's number as people type or paste it: in any digits, or within its link."""
    _, link, payload = words.rpartition("start=")
    if link or words.startswith("s_"):
        return story_of_link(payload)
    digits = western(words).removeprefix("#")
    return int(digits) if digits.removeprefix("-").isdecimal() and len(digits) <= DIGITS_MOST else None
