"""A small website on this machine, for what fetches: pages that a test puts there, and what was asked for."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class Website:
    """Its pages by path, and the requests that came. A path without a page is 404."""

    def __init__(self) -> None:
        self.url = ""
        self.pages: dict[str, Answer] = {}
        self.asked: list[web.BaseRequest] = []

    def put(
        self, path: str, body: bytes | str = b"", content_type: str = "text/html", status: int = 200, **headers: str
    ) -> str:
        """A page with a body; underscores in names of headers are hyphens. Gives its address."""
        said = {name.replace("_", "-"): value for name, value in headers.items()} | {"Content-Type": content_type}
        data = body.encode() if isinstance(body, str) else body

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            return web.Response(body=data, status=status, headers=said)

        return self.serve(path, answer)

    def serve(self, path: str, answer: Answer) -> str:
        """A page that answers as it likes. Gives its address."""
        self.pages[path] = answer
        return self.url + path

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """What the server does with a request."""
        self.asked.append(request)
        answer = self.pages.get(request.path)
        return web.Response(status=404) if answer is None else await answer(request)


@asynccontextmanager
async def open_website() -> AsyncIterator[Website]:
    """A website on a free port until the block ends."""
    site = Website()
    runner = web.ServerRunner(web.Server(site.handle))
    await runner.setup()
    listening = web.TCPSite(runner, "127.0.0.1", 0)
    await listening.start()
    try:
        site.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield site
    finally:
        await runner.cleanup()
