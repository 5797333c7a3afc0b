"""How the bot starts and ends as a process: exit codes, and what an operator reads."""

import asyncio
import signal
from pathlib import Path

from pipeline.polling import SETTLED_AFTER
from playground.faults import Fault
from playground.server import Playground
from tests.processes import bot_process, stop_politely


async def test_a_bot_that_is_told_to_stop_ends_with_code_0(toy: Playground, tmp_path: Path) -> None:
    async with bot_process(toy, tmp_path / "mujaz.sqlite") as process:
        await toy.called("getUpdates")
        await stop_politely(process)
        assert process.returncode == 0


async def test_a_stop_in_the_middle_of_an_answer_lets_it_end_and_it_comes_once(toy: Playground, tmp_path: Path) -> None:
    sara = toy.person("سارة")
    toy.faults.add(Fault("sendMessage", "slow", seconds=1, times=1, chat_id=sara.id))
    sara.send("/start")
    async with bot_process(toy, tmp_path / "mujaz.sqlite") as process:
        await sara.hears()  # it has arrived, and the bot is still being told so
        await stop_politely(process)
    async with bot_process(toy, tmp_path / "mujaz.sqlite") as process:
        sara.send("/help")
        await sara.sees(lambda message: "ماذا أستطيع" in message.text)
        await stop_politely(process)
    assert len([message for message in sara.messages if message.from_bot]) == 2


async def test_a_bot_that_waits_for_telegram_can_be_stopped(tmp_path: Path) -> None:
    nowhere = Playground()
    await nowhere.start()
    await nowhere.close()
    async with bot_process(nowhere, tmp_path / "mujaz.sqlite") as process:
        assert process.stderr is not None
        while b"telegram_out_of_reach" not in await asyncio.wait_for(process.stderr.readline(), timeout=30):
            pass
        await stop_politely(process)


async def test_a_second_bot_on_the_same_database_says_so_and_ends_with_code_3(toy: Playground, tmp_path: Path) -> None:
    async with bot_process(toy, tmp_path / "mujaz.sqlite") as first:
        await toy.called("getUpdates")
        async with bot_process(toy, tmp_path / "mujaz.sqlite") as second:
            _, said = await asyncio.wait_for(second.communicate(), timeout=30)
        assert second.returncode == 3
        assert "in use by another Mujaz" in said.decode()
        assert "Traceback" not in said.decode()
        first.send_signal(signal.SIGTERM)


async def test_a_second_bot_with_the_same_token_says_so_and_ends_with_code_3_and_the_first_goes_on(
    toy: Playground, tmp_path: Path
) -> None:
    sara = toy.person("سارة")
    async with bot_process(toy, tmp_path / "first.sqlite") as first:
        await toy.called("getUpdates")
        await asyncio.sleep(SETTLED_AFTER + 1)
        async with bot_process(toy, tmp_path / "second.sqlite") as second:
            asked = asyncio.get_running_loop().time()
            _, said = await asyncio.wait_for(second.communicate(), timeout=60)
        assert asyncio.get_running_loop().time() - asked > 10
        assert first.returncode is None
        sara.send("/start")
        await sara.hears()
        await stop_politely(first)
    assert second.returncode == 3
    assert "Another process fetches the updates of this bot" in said.decode()
    assert "Traceback" not in said.decode()


async def test_a_token_that_telegram_refuses_ends_the_bot_with_code_4(toy: Playground, tmp_path: Path) -> None:
    other = Playground(token="7000000002:AAAnotherTokenThatOpensNothingEither")
    other.url = toy.url
    async with bot_process(other, tmp_path / "mujaz.sqlite") as process:
        _, said = await asyncio.wait_for(process.communicate(), timeout=30)
    assert process.returncode == 4
    assert "MUJAZ_TOKEN" in said.decode()
    assert other.token not in said.decode()


async def test_a_file_that_is_no_database_ends_the_bot_with_code_5_and_is_left_alone(
    toy: Playground, tmp_path: Path
) -> None:
    database = tmp_path / "mujaz.sqlite"
    database.write_bytes(b"these are somebody's notes, not a database" * 100)
    before = database.read_bytes()
    async with bot_process(toy, database) as process:
        _, said = await asyncio.wait_for(process.communicate(), timeout=30)
    assert process.returncode == 5
    assert "left untouched" in said.decode()
    assert database.read_bytes() == before
