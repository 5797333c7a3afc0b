"""Who looks after a digest is told of its end once, and stays with it when the group moves."""

import sqlite3

from mujaz.address import Address
from mujaz.subscriber import State
from storage import keepers, moved, subscribers, topics
from storage.keepers import Kept
from tests.storage.rows import NOW, reader

SARA, YUSUF = 2001, 2002


def place(db: sqlite3.Connection, key: int, *, channel: bool = False, title: str = "زملاء") -> None:
    reader(db, key)
    keepers.keep(db, Kept(key, SARA, title), channel=channel)


def test_only_an_end_by_nobodys_order_is_to_be_told_and_once(db: sqlite3.Connection) -> None:
    place(db, -1005)
    subscribers.leave(db, -1005, State.STOPPED, NOW)
    assert keepers.untold(db) == []
    subscribers.subscribe(db, -1005, "ar", reader(db, SARA).slots[0], NOW, NOW)
    subscribers.leave(db, -1005, State.GONE, NOW, "kicked")
    (ended,) = keepers.untold(db)
    assert (ended.kept, ended.address, ended.reason) == (Kept(-1005, SARA, "زملاء"), Address(-1005), "kicked")
    keepers.told(db, -1005)
    assert keepers.untold(db) == []
    subscribers.leave(db, -1005, State.GONE, NOW, "kicked again")  # gone already
    assert keepers.untold(db) == []


def test_nobody_is_told_of_an_end_that_was_undone_meanwhile(db: sqlite3.Connection) -> None:
    place(db, -1005)
    subscribers.leave(db, -1005, State.GONE, NOW, "kicked")
    subscribers.back(db, -1005, NOW)
    assert keepers.untold(db) == []


def test_a_group_that_moves_takes_its_keeper_along_and_is_found_from_its_old_id(db: sqlite3.Connection) -> None:
    place(db, -5)
    topic = topics.reader_of(db, -5, 12)
    place(db, topic)
    assert moved.now_at(db, -5) is None
    subscribers.change_chat(db, -5, -1005)
    assert moved.now_at(db, -5) == -1005
    assert keepers.get(db, -5) is None
    assert keepers.get(db, -1005) == Kept(-1005, SARA, "زملاء")
    subscribers.leave(db, -1005, State.GONE, NOW, "kicked")
    assert {ended.address for ended in keepers.untold(db)} == {Address(-1005), Address(-1005, 12)}


def test_somebodys_channels_are_theirs_alone_and_no_groups(db: sqlite3.Connection) -> None:
    place(db, -1005)
    place(db, -1007, channel=True, title="ي")
    place(db, -1006, channel=True, title="أ")
    assert [kept.reader for kept in keepers.channels_of(db, SARA)] == [-1006, -1007]
    keepers.keep(db, Kept(-1006, YUSUF, "أ"), channel=True)
    assert [kept.reader for kept in keepers.channels_of(db, SARA)] == [-1007]
