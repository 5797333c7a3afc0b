"""Stories that Mujaz got wrong: an article is moved, set apart, or two stories become one; and it stays so."""

from playground.messages import Message
from storage import articles, stories
from tests.handlers.scenes import META, all_heard, archived, labels, tapped
from tests.newsroom import Newsroom

LAWSUIT = (
    "رفعت هيئة المنافسة في فرنسا دعوى على «ميتا» بسبب شروط الإعلانات.\n\n"
    "وتطلب الهيئة من الشركة تغيير عقودها مع الناشرين خلال ستين يومًا."
)


async def _story(newsroom: Newsroom, article_id: int) -> int:
    return (await newsroom.mujaz.room.store.read(articles.one, article_id)).story or 0


async def _published(newsroom: Newsroom, text: str) -> Message:
    card = await newsroom.draft_of(text)
    await tapped(newsroom.layla, card, "في الموجز القادم")
    return await newsroom.layla.sees(lambda m: m.message_id == card.message_id and m.text.startswith("نُشر"))


async def _offered(newsroom: Newsroom, card: Message) -> Message:
    await tapped(newsroom.layla, card, "القصة")
    return await newsroom.layla.hears()


async def test_an_article_is_moved_to_another_story_and_set_apart_again(newsroom: Newsroom) -> None:
    glasses = await archived(newsroom, META, "نظارة من ميتا", days=2)
    more = await archived(newsroom, f"{META}\n\nوأكدت الشركة الموعد.", "موعد النظارة", days=1)
    assert (glasses.story, glasses.story) == (more.story, await _story(newsroom, 1))
    card = await _published(newsroom, LAWSUIT)
    assert await _story(newsroom, 3) != glasses.story
    offered = await _offered(newsroom, card)
    await tapped(newsroom.layla, offered, "نظارة من ميتا")
    asked = await newsroom.layla.sees(lambda m: "هل تنقل هذا الخبر وحده" in m.text)
    assert (await tapped(newsroom.layla, asked, "انقل الخبر وحده")).text == "تغيّرت القصة"
    moved = await newsroom.layla.sees(lambda m: "صار الخبر في قصة «نظارة من ميتا» (3 أخبار)" in m.text)
    assert await _story(newsroom, 3) == glasses.story
    again = await _offered(newsroom, moved)
    await tapped(newsroom.layla, again, "قصة مستقلة")
    await newsroom.layla.sees(lambda m: m.message_id == again.message_id and "(خبر واحد)" in m.text)
    assert await _story(newsroom, 3) != glasses.story


async def test_two_stories_become_one_and_what_follows_joins_it(newsroom: Newsroom) -> None:
    glasses = await archived(newsroom, META, "نظارة من ميتا", days=2)
    await archived(newsroom, f"{META}\n\nوأكدت الشركة الموعد.", "موعد النظارة", days=1)
    card = await _published(newsroom, LAWSUIT)
    offered = await _offered(newsroom, card)
    await tapped(newsroom.layla, offered, "نظارة من ميتا")
    asked = await newsroom.layla.sees(lambda m: "هل تنقل هذا الخبر وحده" in m.text)
    await tapped(newsroom.layla, asked, "ادمج القصتين")
    await newsroom.layla.sees(lambda m: "صار الخبر في قصة" in m.text)
    follow = await archived(newsroom, f"{LAWSUIT}\n\nولم ترد الشركة على الدعوى.", "دعوى على ميتا")
    assert follow.story == glasses.story
    whole = await newsroom.mujaz.room.store.read(stories.get, glasses.story or 0)
    assert whole is not None
    assert whole.articles == 4


async def test_where_there_is_no_other_story_it_is_said(newsroom: Newsroom) -> None:
    card = await _published(newsroom, META)
    shown = await _offered(newsroom, card)
    assert "ليس في الأرشيف قصة أخرى" in shown.text
    assert labels(shown) == []
    await all_heard(newsroom)
