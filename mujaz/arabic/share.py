"""Tell whether a text is written in Arabic letters. It refuses to tell apart the languages that share them."""

import re

_ARABIC = re.compile("[\u0621-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 0.3
"""Of all letters: news about foreign companies is full of foreign names."""


def is_arabic(text: str) -> bool:
    """Whether enough of the letters are Arabic."""
    return len(_ARABIC.findall(text)) >= _ENOUGH * max(1, len(_LETTER.findall(text)))
