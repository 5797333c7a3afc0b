"""One process per database, for as long as it lives.

Refuses to wait, to steal, and to delete the lock's file: two newcomers could then lock two different files.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mujaz.errors import DatabaseInUse, StorageError


@contextmanager
def hold_lock(path: Path) -> Iterator[None]:
    """Hold `<path>.lock`, made with its folder where missing. The kernel lets go of it when the process dies.

    Raises DatabaseInUse when it is held already, by this process too; StorageError when it cannot be made.
    """
    real = path.resolve()  # a link to a database is the same database
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        file = real.with_name(f"{real.name}.lock").open("ab")
    except OSError as error:
        raise StorageError(str(error)) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseInUse(path) from error
        yield
