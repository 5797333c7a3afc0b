"""Issue 5, 7: an admin brings the digest to two topics of a group and to a channel, and is told when it ends there."""

from datetime import UTC, datetime

from playground.channels import Channel
from playground.groups import Group
from playground.messages import Message
from tests.handlers.scenes import META, all_heard, answered_in, archived, labels, tapped
from tests.journeys.walking import asked
from tests.newsroom import Newsroom

MORNING = datetime(2025, 10, 27, 5, 0, tzinfo=UTC)
"""08:00 in Riyadh."""
NINE = datetime(2025, 10, 27, 6, 0, tzinfo=UTC)


async def test_two_topics_and_a_channel_each_have_the_digest_and_their_admin_is_told_when_it_ends(
    newsroom: Newsroom,
) -> None:
    sara, yusuf = newsroom.toy.person("سارة"), newsroom.toy.person("يوسف")
    await asked(newsroom, sara, "/start")
    group = newsroom.toy.group("زملاء", sara, kind="supergroup")
    group.join(yusuf.user)
    group.add_bot(sara.user, "administrator")
    hello = await answered_in(newsroom, group)
    news, work = group.topic("أخبار"), group.topic("عمل")
    refused = yusuf.send("/start", group=group, topic=news)
    assert (await answered_in(newsroom, group, refused)).text == "هذا لمشرفي المجموعة أو القناة وحدهم."
    for topic in (news, work):
        newsroom.clock.turn(seconds=5)
        begun = sara.send("/start", group=group, topic=topic)
        assert (await answered_in(newsroom, group, begun)).topic == topic
    newsroom.clock.turn(seconds=5)
    later = sara.send("/time 9", group=group, topic=work)
    assert "الساعة 09:00" in (await answered_in(newsroom, group, later)).text

    channel = newsroom.toy.channel("أخبار الآلة", sara, username=None)
    channel.add_bot(sara.user)
    await tapped(sara, await sara.sees(lambda m: labels(m) == ["شغّل الموجز في القناة"]), "شغّل الموجز في القناة")
    await sara.sees(lambda m: m.text.startswith("إعدادات قناة أخبار الآلة"))
    newsroom.clock.turn(seconds=5)
    sara.send("/time @أخبار الآلة 9")
    await sara.sees(lambda m: m.text.startswith("حُفظ الموعد: كل يوم، الساعة 09:00"))

    await archived(newsroom, META, "نظارة تترجم")
    await newsroom.wait_until(MORNING)
    await newsroom.all_delivered()
    assert [message.topic for message in _news(group)] == [news]
    assert _news(channel) == []
    await newsroom.wait_until(NINE)
    await newsroom.all_delivered()
    assert [message.topic for message in _news(group)] == [news, work]
    assert len(_news(channel)) == 1
    assert hello.topic is None

    channel.add_bot(sara.user, posts=False)
    await sara.sees(lambda m: m.text.startswith("توقف الموجز في «أخبار الآلة»."))
    group.remove_bot(sara.user)
    await sara.sees(lambda m: m.text.startswith("توقف الموجز في «زملاء»."))
    await all_heard(newsroom)


def _news(place: Group | Channel) -> list[Message]:
    return [message for message in place.messages if "نظارة تترجم" in message.text]
