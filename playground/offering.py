"""answerInlineQuery: at most fifty articles with ids of their own, each with a text that Telegram would take."""

from playground import errors, limits
from playground.errors import bad_request
from playground.messages import JsonObject
from playground.world import World

RESULTS_MOST = 50
ID_MOST = 64


def answer_inline_query(world: World, given: JsonObject) -> bool:
    """answerInlineQuery. Only articles are emulated."""
    results = given["results"]
    if len(results) > RESULTS_MOST:
        raise bad_request(errors.RESULTS_TOO_MUCH)
    ids = [result["id"] for result in results]
    if len(set(ids)) != len(ids):
        raise bad_request(errors.RESULT_ID_DUPLICATE)
    for result in results:
        if not 1 <= len(result["id"].encode()) <= ID_MOST:
            raise bad_request(errors.RESULT_ID_INVALID)
        content = result["input_message_content"]
        limits.message_text(content["message_text"], content.get("parse_mode"), content.get("entities"))
    world.inline.answer(given["inline_query_id"], results)
    return True
