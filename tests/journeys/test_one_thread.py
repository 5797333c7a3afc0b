"""An operator finds in the log how an update became an article, the article a run."""

from collections.abc import Mapping, Sequence
from typing import Any

import structlog
from structlog.testing import capture_logs

from tests.handlers.scenes import META, broken
from tests.newsroom import Newsroom


def only(logged: Sequence[Mapping[str, Any]], event: str) -> Mapping[str, Any]:
    (found,) = [entry for entry in logged if entry["event"] == event]
    return found


async def test_the_log_leads_from_an_update_over_its_article_to_its_run(newsroom: Newsroom) -> None:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        sara = await newsroom.reader("سارة")
        card = await newsroom.draft_of(META)
        await broken(newsroom, card)
        await sara.sees(lambda message: "نظارة" in message.text)
        await newsroom.all_delivered()
    kept, made = only(logged, "piece_kept"), only(logged, "draft_made")
    published, begun, ended = (only(logged, event) for event in ("article_published", "run_begun", "run_ended"))
    assert isinstance(kept["update"], int)
    assert kept["paste"] == made["paste"]
    assert made["article"] == published["article"] == begun["article"]
    assert isinstance(published["update"], int)
    assert begun["run"] == ended["run"]
