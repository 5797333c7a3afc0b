"""How a digest looks in a real browser, in its three lengths: words in reading order, nothing cut off or pushed out."""

from itertools import pairwise

import pytest
from playwright.async_api import Locator, Page

from mujaz.digest.choose import Taste, choose
from mujaz.digest.compose import compose
from mujaz.digest.form import Form
from mujaz.digest.memory import NOTHING_TOLD, Met, remember
from mujaz.digest.ranking import rank
from mujaz.letter import Letter
from mujaz.stories.story import Label, News
from mujaz.subscriber import Digits, Length
from mujaz.texts.catalogue import Voice, voice
from playground.people import Person
from playground.server import Playground
from tests.mujaz.news import RIYADH, SINCE, UNTIL, article, figure
from tests.playground.conftest import Client, call, clock, sara, toy
from tests.playground.visiting import bubble, visit

__all__ = ["call", "clock", "sara", "toy"]  # fixtures of the toy Telegram

pytest_plugins = ["tests.browser"]
pytestmark = pytest.mark.browser

ARTICLES = [
    article(
        1,
        title="OpenAI تطلق نموذج GPT-5 (mini) بسعر 20 دولارًا",
        line="أطلقت OpenAI نموذج GPT-5 (mini) بسعر 20 دولارًا في 40 دولة.",
        summary=("أطلقت OpenAI نموذج GPT-5 (mini) بسعر 20 دولارًا في 40 دولة.", "وهو أسرع من Llama 4 بنسبة 12.5%."),
        long=(
            "أطلقت OpenAI نموذج GPT-5 (mini) بسعر 20 دولارًا في 40 دولة.",
            "ويقرأ النموذج، كما تقول الشركة، مستندات من 300 صفحة ويلخصها في أقل من دقيقة، ويجيب عن أسئلة من يقرؤها.",
            "وجرّبته مدارس وجامعات في الرياض والقاهرة ثلاثة أشهر قبل أن يتاح للجميع، وقالت إن أخطاءه في العربية أقل.",
            "وتعد Google DeepMind بمنافسته قبل 2026.",
        ),
        source="Bloomberg",
        url="https://news.example/openai",
        companies=("openai",),
        figures=(figure("12.5%", counted="%"),),
    ),
    article(
        2,
        title="تسريحات Meta تبلغ 900 موظف",
        line="رفعت Meta عدد المسرّحين إلى 900 موظف.",
        summary=("رفعت Meta عدد المسرّحين إلى 900 موظف، وكانت قد ذكرت 600.",),
        long=("رفعت Meta عدد المسرّحين إلى 900 موظف، وكانت قد ذكرت 600.", "ويعرض عليهم مختبر Mistral AI العمل."),
        label=Label.FOLLOW_UP,
        story=7,
        added=News(figures=(900.0,)),
        figures=(figure("900 موظف", 900),),
    ),
    article(
        3,
        title="صفقة رقائق بين AMD وInfo-Tech",
        line="اشترت Info-Tech رقائق MI450 من AMD.",
        summary=("اشترت Info-Tech رقائق MI450 من AMD بنحو 14.3 مليار دولار.",),
        companies=("amd",),
        figures=(figure("14.3 مليار دولار"),),
    ),
]
MEMORY = remember(NOTHING_TOLD, [Met(7, 1)])

# Lines of the digest, and their words as an Arab reader meets them from the right.
SHOWN = {
    Length.LINE: ["3.", "OpenAI", "تطلق", "نموذج", "(mini)", "GPT-5", "بسعر", "20", "دولارًا"],
    Length.BRIEF: ["وهو", "أسرع", "من", "4", "Llama", "بنسبة", "12.5%"],
    Length.FULL: ["وتعد", "DeepMind", "Google", "بمنافسته", "قبل", "2026"],
}
IN_ARABIC_DIGITS = {
    Length.LINE: ["٣.", "OpenAI", "تطلق", "نموذج", "(mini)", "GPT-5", "بسعر", "٢٠", "دولارًا"],
    Length.BRIEF: ["١٤٫٣", "مليار", "دولار", "صفقة", "رقائق", "بين", "AMD", "Info-Tech"],
    Length.FULL: ["٢.", "مستجدات", "تسريحات", "Meta", "تبلغ", "٩٠٠", "موظف"],
}
_PLACES = """(message, words) => {
    const walk = document.createTreeWalker(message, NodeFilter.SHOW_TEXT);
    const nodes = [];
    for (let node = walk.nextNode(); node; node = walk.nextNode()) nodes.push(node);
    const text = nodes.map((node) => node.data).join("");
    const holdsAll = (at) => at < 0 || words.every((word) => text.slice(at, at + 70).includes(word));
    let line = text.indexOf(words[0]);
    while (!holdsAll(line)) line = text.indexOf(words[0], line + 1);
    return words.map((word) => {
        let at = text.indexOf(word, line);
        const node = nodes.find((node) => at < node.data.length || ((at -= node.data.length), false));
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, Math.min(node.data.length, at + word.length));
        const box = range.getBoundingClientRect();
        return [box.left + box.width / 2, box.top];
    });
}"""
_OUTSIDE = """(message) => [...message.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect(), around = message.getBoundingClientRect();
    return box.width && (box.left < around.left - 1 || box.right > around.right + 1);
}).length"""


def digest(length: Length, tongue: Voice) -> list[Letter]:
    choice = choose(rank(ARTICLES, SINCE, UNTIL), Taste(), MEMORY)
    return compose(choice, Form(length), tongue, UNTIL)


async def sent(call: Client, sara: Person, letter: Letter) -> int:
    rows = [[{"text": button.label, "callback_data": button.data} for button in row] for row in letter.keyboard]
    more = {"parse_mode": "HTML", "reply_markup": {"inline_keyboard": rows}}
    answer = await call("sendMessage", chat_id=sara.id, text=str(letter.html), **more)
    return int(answer.result["message_id"])


@pytest.mark.parametrize("width", [1200, 360])
@pytest.mark.parametrize("length", list(Length))
async def test_a_digest_reads_in_order_and_nothing_of_it_is_cut_off(
    page: Page, toy: Playground, sara: Person, call: Client, length: Length, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 900})
    for digits, words in ((Digits.WESTERN, SHOWN[length]), (Digits.ARABIC, IN_ARABIC_DIGITS[length])):
        tongue = voice("ar", RIYADH, digits)
        (letter,) = digest(length, tongue)
        message = bubble(page, await sent(call, sara, letter))
        await visit(page, toy, sara)
        await message.wait_for()
        for unfold in await message.locator("button.unfold:visible").all():
            await unfold.click()
        assert await message.evaluate(_OUTSIDE) == 0
        assert follow_from_the_right(await message.evaluate(_PLACES, words)), words
        assert await names_from_the_right(message) == [tongue.number(n) for n in (1, 2, 3)]


def follow_from_the_right(places: list[tuple[float, float]]) -> bool:
    """Whether the words of a line, which may be wrapped, follow each other from the right and downwards."""
    return all(here[1] + 4 < there[1] or here[0] > there[0] for here, there in pairwise(places))


async def names_from_the_right(message: Locator) -> list[str]:
    """The numbers of the buttons as they stand on the screen."""
    keys = await message.get_by_role("button").all()
    named = [(await key.inner_text(), await key.bounding_box()) for key in keys]
    placed = [(box["x"], name.strip()) for name, box in named if box and name.strip().isdigit()]
    return [name for _, name in sorted(placed, reverse=True)]
