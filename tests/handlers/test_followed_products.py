"""Who follows a company gets what its products do, though the article does not name the company."""

from tests.handlers.scenes import archived, broken, pasted, tapped
from tests.newsroom import Newsroom

CHATGPT = (
    "صار «تشات جي بي تي» يقرأ الخرائط المرسومة باليد.\n\n"
    "ويستطيع البرنامج منذ هذا الأسبوع أن يحوّل خريطة مرسومة باليد إلى مسار يُتبع على الهاتف."
)


async def test_a_digest_tells_of_a_product_to_who_follows_its_company(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company openai")
    await tapped(sara, await sara.hears(), "تابع الشركة")
    await archived(newsroom, CHATGPT, "خرائط مرسومة باليد")
    sara.send("/digest")
    digest = await sara.hears()
    await tapped(sara, digest, "1")
    card = await sara.hears()
    newsroom.clock.turn(seconds=10)  # so many taps in a moment are too many
    told = await tapped(sara, card, "لماذا وصلني هذا؟")
    assert "لأنك تتابع أوبن إيه آي" in told.text


async def test_an_alert_of_a_product_reaches_who_wants_only_what_they_follow(newsroom: Newsroom) -> None:
    sara = await newsroom.reader("سارة")
    sara.send("/company openai")
    await tapped(sara, await sara.hears(), "تابع الشركة")
    sara.send("/settings")
    card = await sara.hears()
    await tapped(sara, card, "الأخبار العاجلة")
    await tapped(sara, await sara.sees(lambda message: "ما أتابعه" in str(message.keyboard)), "أخبار ما أتابعه فقط")
    await broken(newsroom, await pasted(newsroom, f"/post {CHATGPT}"))
    alert = await sara.sees(lambda message: message.from_bot and "خرائط" in message.text)
    assert "الخرائط المرسومة باليد" in alert.text
