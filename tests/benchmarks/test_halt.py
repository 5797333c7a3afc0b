"""An admin who pauses or cancels is obeyed at once, however fast messages go out."""

from typing import Any

from benchmarks.halt import measure


async def test_after_an_order_to_pause_or_cancel_only_what_is_on_the_wire_arrives() -> None:
    told: dict[str, Any] = await measure(8)
    assert told["messages"] > 0
    assert told["begun_after"] == 0
    assert told["arrived_after_max"] <= told["on_the_wire_max"]
