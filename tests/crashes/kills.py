"""How often the crash tests kill: a few times in `make test`, MUJAZ_KILLS times in `make crash`."""

import os

LONG_FORM = "MUJAZ_KILLS" in os.environ


def kills(few: int, share: float = 1.0) -> int:
    """So many in the short form; in the long form MUJAZ_KILLS, or a test's share of them."""
    return max(1, round(int(os.environ["MUJAZ_KILLS"]) * share)) if LONG_FORM else few
