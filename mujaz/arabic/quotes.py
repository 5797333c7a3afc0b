"""Quotation marks as Arabic newspapers set them: «…». Leaves quotations of Latin text and lone marks as they are."""

import re

_QUOTED = re.compile(r'"([^"\n«»]{1,400})"|[“„]([^“”„\n«»]{1,400})[”“]|”([^“”\n«»]{1,400})“')
_ARABIC = re.compile(r"[\u0621-\u064a]")


def guillemets(text: str) -> str:
    """The text with «…» around each quotation that holds Arabic. Code points stay as many as they were."""
    return _QUOTED.sub(_set, text)


def _set(match: re.Match[str]) -> str:
    quoted = next(group for group in match.groups() if group is not None)
    return f"«{quoted}»" if _ARABIC.search(quoted) else match.group()
