"""How often the crash tests kill: a few times in `make test`, MUJAZ_KILLS times in `make crash`."""

import os


def kills(few: int) -> int:
    """So many, unless MUJAZ_KILLS says how many."""
    return int(os.environ.get("MUJAZ_KILLS") or few)
