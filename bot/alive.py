"""python -m bot.alive: ends with 0 where the bot of this machine answers at its door, else with 1. For health checks.

Asked every half a minute, so it loads nothing of Mujaz.
"""

import http.client
import os
import sys

WAIT_SECONDS = 4


def alive(port: int) -> bool:
    """Whether `/health/live` answers on this machine."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    try:
        asked.request("GET", "/health/live")
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


if __name__ == "__main__":
    sys.exit(0 if alive(int(os.environ.get("MUJAZ_DOOR_PORT") or 8081)) else 1)
