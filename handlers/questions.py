"""Questions in plain words, answered from the archive alone: what was asked for, the sentence that says it, its source.

Where the archive does not say it, that is told, with the closest stories.
"""

import asyncio
from collections.abc import Iterator
from datetime import tzinfo

from markupsafe import Markup

from handlers import thread
from handlers.company import shown_query
from handlers.heard import Heard
from handlers.room import Room
from mujaz.asked import Asked, ask
from mujaz.digest.item import story_of
from mujaz.digest.render import clip, line
from mujaz.dossier import named
from mujaz.letter import Button
from mujaz.questions.answering import Answer, answer
from mujaz.questions.question import Question, read, title_of
from mujaz.texts.catalogue import Voice
from storage import articles, questions
from storage import search as archive

SENTENCE_SHOWN = 600
CLOSEST = 20


async def answered(room: Room, heard: Heard, text: str) -> bool:
    """Answers a question, or says that the archive does not; False for a text that asks none."""
    question = read(text, room.gazetteer)
    if question is None:
        return False
    best = await find(room, question, heard.voice.zone)
    if best is None:
        await _tell_closest(room, heard, text, question)
    else:
        await _tell(room, heard, best)
    return True


async def find(room: Room, question: Question, zone: tzinfo) -> Answer | None:
    """The answer that the archive holds; days that a question names are those of the zone."""
    found = await room.store.read(questions.sources, list(_ways(room, question, zone)))
    return await asyncio.to_thread(answer, question, found, room.gazetteer)  # it reads a dozen articles word by word


def _ways(room: Room, question: Question, zone: tzinfo) -> Iterator[Asked]:
    """How the index is asked: with the words of the question, and of a role with those who have it."""
    now = room.clock()
    yield ask(question.text, room.gazetteer, now, zone)
    if question.role is None:
        return
    for company in filter(None, map(room.gazetteer.company, sorted(question.companies))):
        yield ask(f"{title_of(question.role)} {company.ar}", room.gazetteer, now, zone)
        yield from (
            ask(f"{person.ar} {company.ar}", room.gazetteer, now, zone)
            for person in company.people
            if person.role == question.role
        )


async def _tell(room: Room, heard: Heard, best: Answer) -> None:
    voice = heard.voice
    article = await room.store.read(articles.one, best.article)
    said = voice.say("question.answer", said=_said(room, best, voice))
    blocks = [said, voice.text(clip(best.sentence, SENTENCE_SHOWN)), line(article, voice)]
    opens = Button(voice.label("story.thread"), f"thread:{story_of(article)}")
    await heard.answer(Markup("\n\n").join(blocks), voice.rows([opens], across=1))


def _said(room: Room, best: Answer, voice: Voice) -> str:
    """What was asked for: names of the catalogue in the reader's language, all else as it is written."""
    holders = {holder.id: holder for holder in room.gazetteer.catalogue.holders()} if best.ids else {}
    names = [named(holders[id_], voice) for id_ in best.ids if id_ in holders]
    if names:
        return voice.listing(names)
    return voice.text(best.said)


async def _tell_closest(room: Room, heard: Heard, text: str, question: Question) -> None:
    asked = ask(question.text, room.gazetteer, room.clock(), heard.voice.zone)
    hits = thread.by_story((await room.store.read(archive.find, asked, CLOSEST)).hits)
    query = shown_query(text)
    if hits:
        await thread.offer(heard, heard.voice.say("question.unknown_but", query=query), hits)
    else:
        await heard.answer(heard.voice.say("question.unknown", query=query))
