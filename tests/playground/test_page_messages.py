"""How the chat page shows what the bot sends: live, in the right direction, harmless and on any phone."""

import pytest
from playwright.async_api import Locator, Page, expect

from playground.people import Person
from playground.server import Playground
from tests.playground.conftest import Client
from tests.playground.visiting import bot_writes, bubble, tab, visit

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser


async def test_a_tapped_button_is_busy_until_the_bot_answers_and_the_answer_is_shown(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    keys = [[{"text": "تابع", "callback_data": "follow"}], [{"text": "احذف", "callback_data": "delete"}]]
    sent = await bot_writes(call, sara, "ميتا", reply_markup={"inline_keyboard": keys})
    await visit(page, toy, sara)
    follow, delete = (bubble(page, sent).get_by_role("button", name=name) for name in ("تابع", "احذف"))
    await follow.click()
    await expect(follow).to_have_attribute("aria-busy", "true")
    await answer_the_tap(call, "follow", text="صرت تتابع ميتا")
    await expect(page.locator(".toast")).to_have_text("صرت تتابع ميتا")
    await expect(follow).not_to_have_attribute("aria-busy", "true")
    await delete.click()
    await answer_the_tap(call, "delete", text="لا رجوع عن الحذف", show_alert=True)
    await expect(page.get_by_role("dialog")).to_contain_text("لا رجوع عن الحذف")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def answer_the_tap(call: Client, data: str, **answer: object) -> None:
    queries: list[str] = []
    while not queries:
        taps = [update.get("callback_query", {}) for update in await call.updates()]
        queries = [tap["id"] for tap in taps if tap.get("data") == data]
    assert (await call("answerCallbackQuery", callback_query_id=queries[0], **answer)).result


async def test_edits_and_deletions_show_at_once(page: Page, toy: Playground, sara: Person, call: Client) -> None:
    wrong = await bot_writes(call, sara, "سرّحت ميتا 500 موظف")
    gone = await bot_writes(call, sara, "خبر غير مؤكد")
    await visit(page, toy, sara)
    await expect(bubble(page, gone)).to_be_visible()
    await call("editMessageText", chat_id=sara.id, message_id=wrong, text="سرّحت ميتا 600 موظف")
    await expect(bubble(page, wrong)).to_contain_text("600")
    await expect(bubble(page, wrong)).to_contain_text("معدّلة")
    await call("deleteMessage", chat_id=sara.id, message_id=gone)
    await expect(bubble(page, gone)).to_have_count(0)


async def test_an_edit_keeps_the_focus_on_the_button_that_was_pressed(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    markup = {"inline_keyboard": [[{"text": "التالي", "callback_data": "next"}]]}
    sent = await bot_writes(call, sara, "صفحة 1", reply_markup=markup)
    await visit(page, toy, sara)
    await bubble(page, sent).get_by_role("button", name="التالي").focus()
    await call("editMessageText", chat_id=sara.id, message_id=sent, text="صفحة 2", reply_markup=markup)
    await expect(bubble(page, sent)).to_contain_text("صفحة 2")
    await expect(bubble(page, sent).get_by_role("button", name="التالي")).to_be_focused()


async def test_the_bots_typing_is_shown_until_its_message_comes(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    await visit(page, toy, sara)
    await call("sendChatAction", chat_id=sara.id, action="typing")
    await expect(page.locator("#status")).to_have_text("يكتب…")
    await bot_writes(call, sara, "مرحبا")
    await expect(page.locator("#status")).to_have_text("بوت")


async def test_a_long_quote_is_folded_to_three_lines_until_it_is_opened(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    lines = "\n".join(f"هذا هو السطر رقم {number} من الاقتباس." for number in range(1, 9))
    text = f"عنوان\n<blockquote expandable>{lines}</blockquote>"
    long = await bot_writes(call, sara, text, parse_mode="HTML")
    short = await bot_writes(call, sara, "<blockquote expandable>سطر</blockquote>", parse_mode="HTML")
    await visit(page, toy, sara)
    quote = bubble(page, long).locator(".quoted")
    folded = await height(quote)
    await bubble(page, long).get_by_role("button", name="عرض الكل").focus()
    await page.keyboard.press("Enter")
    await expect(bubble(page, long).get_by_role("button", name="طيّ")).to_be_visible()
    assert await height(quote) == pytest.approx(folded * 8 / 3, rel=0.02)
    await expect(bubble(page, short).get_by_role("button")).to_have_count(0)


async def height(node: Locator) -> float:
    box = await node.bounding_box()
    assert box
    return box["height"]


async def test_a_command_inside_a_message_is_sent_when_tapped(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    sent = await bot_writes(call, sara, "جرّب /company الآن")
    await visit(page, toy, sara)
    await bubble(page, sent).get_by_role("button", name="/company").click()
    await expect(page.locator(".from-person").last).to_contain_text("/company")


async def test_a_link_into_the_bot_starts_it_here_and_opens_nothing(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    username = (await call("getMe")).result["username"]
    key = {"text": "افتح الخبر", "url": f"https://t.me/{username}?start=story_7"}
    await bot_writes(call, sara, "خبر", reply_markup={"inline_keyboard": [[key]]})
    await visit(page, toy, sara)
    await page.get_by_role("link", name="افتح الخبر").click()
    await expect(page.locator(".from-person").last).to_contain_text("/start story_7")
    assert len(page.context.pages) == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=\"document.title='pwned'\">",
        "<script>document.title='pwned'</script>",
        "\u202eسطر مقلوب moc.live",
        "'\"&amp;<b>ليس غليظًا</b>",
    ],
)
async def test_hostile_text_is_shown_as_text_wherever_it_appears(
    page: Page, toy: Playground, call: Client, hostile: str
) -> None:
    victim = toy.person(hostile)
    victim.send(hostile)
    keyboard = {"inline_keyboard": [[{"text": hostile, "callback_data": "x"}]]}
    sent = await bot_writes(call, victim, hostile, reply_markup=keyboard)
    await call("setMyName", name=hostile)
    await visit(page, toy, victim)
    # Telegram itself drops the override from a message's text, but from nothing else.
    assert await bubble(page, sent).locator(".text").text_content() == hostile.lstrip("\u202e")
    assert await bubble(page, sent).locator(".key").text_content() == hostile
    await expect(page.locator("#bot-name")).to_have_text(hostile)
    await expect(page.locator(".person-name")).to_have_text(hostile.lstrip("\u202e"))
    await expect(page.locator("#scroller img, #scroller script, .people img, .people b")).to_have_count(0)
    await expect(page).to_have_title("ساحة تجربة موجز")


async def test_a_link_that_would_run_a_script_is_no_link(page: Page, toy: Playground, sara: Person) -> None:
    await visit(page, toy, sara)
    # The toy refuses such a link, as Telegram does, so the page's own guard is asked directly.
    drawn = await page.evaluate(
        """async () => {
            const { renderText } = await import("/page/entities.js");
            const entity = { type: "text_link", offset: 0, length: 2, url: "javascript:alert(1)" };
            return renderText("هنا", [entity]).map((node) => node.innerHTML);
        }"""
    )
    assert drawn == ["<span>هن</span>ا"]


async def test_every_line_takes_its_direction_from_its_first_letter_and_formats_nest(
    page: Page, toy: Playground, sara: Person, call: Client
) -> None:
    text = "😀 <b>خبر <i>عاجل</i></b>\nOpenAI تعلن <tg-spoiler>مفاجأة</tg-spoiler>\n2026"
    sent = await bot_writes(call, sara, text, parse_mode="HTML")
    await visit(page, toy, sara)
    lines = bubble(page, sent).locator(".line")
    await expect(lines).to_have_count(3)
    directions = await lines.evaluate_all("nodes => nodes.map((node) => getComputedStyle(node).direction)")
    assert directions == ["rtl", "ltr", "rtl"]
    await expect(lines.nth(0).locator("strong")).to_have_text("خبر عاجل")
    await expect(lines.nth(0).locator("strong em")).to_have_text("عاجل")
    await expect(tab(page, sara)).not_to_contain_text("مفاجأة")
    spoiler = lines.nth(1).get_by_role("button", name="نص مخفي")
    await spoiler.focus()
    await page.keyboard.press("Enter")
    await expect(spoiler).to_have_count(0)


@pytest.mark.parametrize("width", [320, 360, 390])
async def test_a_phone_never_scrolls_sideways_and_no_button_clips_its_words(
    page: Page, toy: Playground, sara: Person, call: Client, width: int
) -> None:
    toy.person("محرّرة باسم طويل جدًا لا يتسع له الهاتف", role="editor")
    names = ("ميتا", "إنفيديا", "OpenAI", "Anthropic", "xAI")
    row = [{"text": name, "callback_data": name} for name in names]
    address = "https://example.com/" + "a-very-long-path/" * 20
    text = f"{address}\n<pre>{'x' * 200}</pre>\n{'ك' * 300}"
    markup = {"inline_keyboard": [row, row[:1]]}
    await bot_writes(call, sara, text, parse_mode="HTML", reply_markup=markup)
    await page.set_viewport_size({"width": width, "height": 740})
    await visit(page, toy, sara)
    await expect(page.locator(".key")).to_have_count(6)
    sideways = """() => [document.documentElement, document.getElementById("scroller")]
        .map((node) => node.scrollWidth - node.clientWidth)"""
    assert await page.evaluate(sideways) == [0, 0]
    fits = "nodes => nodes.every((node) => node.scrollWidth <= node.clientWidth + 1)"
    assert await page.locator(".key").evaluate_all(fits)
