"""The only way in which the pipeline learns what time it is: it is given a clock."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the present moment as an aware UTC datetime."""
