"""python -m bot"""

import gc
import sys

gc.disable()  # what is loaded stays: looking for garbage in it would take a seventh of the start
from bot.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
