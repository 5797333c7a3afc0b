"""POST /articles: a script's article becomes a draft at the desk, once, and nobody without the token gets one in."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import aiohttp
import orjson
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from benchmarks.processes import free_port
from tests.handlers.scenes import META, how_many_articles, open_desk
from tests.newsroom import Newsroom

TOKEN = "a-token-of-the-tests_0123456789ab"
ARTICLE = {
    "title": "نظارة من ميتا",
    "text": META,
    "source": "صحيفة الغد",
    "url": "https://example.org/1",
    "date": "2025-10-26T10:00:00+03:00",
}


class Script:
    """A script at the door of a newsroom."""

    def __init__(self, newsroom: Newsroom, client: aiohttp.ClientSession, url: str) -> None:
        self.newsroom = newsroom
        self._client = client
        self._url = url

    async def post(self, body: bytes, key: str | None = "k1", token: str | None = f"Bearer {TOKEN}") -> int:
        headers = {"Authorization": token} if token is not None else {}
        if key is not None:
            headers["Idempotency-Key"] = key
        async with self._client.post(self._url, data=BytesIO(body), headers=headers) as answer:
            await answer.read()
            return answer.status

    async def drafts(self) -> list[str]:
        await self.newsroom.mujaz.tidy_desk()
        return [message.text for message in self.newsroom.layla.messages if message.text.startswith("مسودة")]


@pytest.fixture
async def script(tmp_path: Path) -> AsyncIterator[Script]:
    port = free_port()
    async with (
        open_desk(tmp_path) as desk,
        aiohttp.ClientSession() as client,
        desk.opened(articles_token=SecretStr(TOKEN), door_port=port) as newsroom,
    ):
        newsroom.layla.send("/start")
        await newsroom.layla.hears()
        yield Script(newsroom, client, f"http://127.0.0.1:{port}/articles")


async def test_an_article_becomes_a_draft_with_all_that_came_with_it_and_only_once(script: Script) -> None:
    body = orjson.dumps(ARTICLE)
    assert [await script.post(body), await script.post(body), await script.post(body, "k2")] == [201, 200, 201]
    drafts = await script.drafts()
    assert len(drafts) == 1
    for words in ("نظارة من ميتا", "المصدر: صحيفة الغد", "https://example.org/1", "499"):
        assert words in drafts[0]
    assert await script.newsroom.mujaz.room.store.read(how_many_articles) == 1


async def test_another_article_under_the_same_key_is_refused(script: Script) -> None:
    assert await script.post(orjson.dumps(ARTICLE)) == 201
    assert await script.post(orjson.dumps({"text": "نص آخر"})) == 409


@pytest.mark.parametrize("token", [None, "", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ", "Bearer ميتا"])
async def test_without_the_token_nothing_comes_in_and_nothing_of_it_is_logged(
    script: Script, token: str | None
) -> None:
    with capture_logs() as logged:
        assert await script.post(orjson.dumps(ARTICLE), token=token) == 401
    assert TOKEN not in repr(logged)
    assert await script.drafts() == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{", 422), (b"[]", 422), (b'{"text": 5}', 422), (b'{"text": "..."}', 422),
        (orjson.dumps({"text": "ن" * 50_001}), 422), (orjson.dumps({**ARTICLE, "url": "file:///etc"}), 422),
        (orjson.dumps({**ARTICLE, "date": "أمس"}), 422), (orjson.dumps({**ARTICLE, "title": "ع" * 201}), 422),
        (b'{"text": "' + b"a" * 1_100_000 + b'"}', 413),
    ],
)  # fmt: skip
async def test_what_is_no_article_is_refused_by_its_status(script: Script, body: bytes, status: int) -> None:
    assert await script.post(body) == status
    assert await script.drafts() == []


@pytest.mark.parametrize("key", [None, "", "k" * 201])
async def test_a_key_must_come_with_it(script: Script, key: str | None) -> None:
    assert await script.post(orjson.dumps(ARTICLE), key) == 400


async def test_an_article_that_was_taken_is_on_the_desk_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk, aiohttp.ClientSession() as client:
        for restart in range(2):
            port = free_port()
            async with desk.opened(articles_token=SecretStr(TOKEN), door_port=port) as newsroom:
                layla = newsroom.layla
                layla.send("/start")
                await layla.hears()
                status = await Script(newsroom, client, f"http://127.0.0.1:{port}/articles").post(orjson.dumps(ARTICLE))
                assert status == (200 if restart else 201)
                if restart:
                    await newsroom.mujaz.tidy_desk()
                    await layla.sees(lambda message: message.text.startswith("مسودة"))
