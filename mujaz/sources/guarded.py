"""Looks through XML before anything builds on it: entities that grow, trees without end. It refuses to read it."""

import re
from xml.parsers import expat

from mujaz.errors import HostileFile

DEEPEST = 200
"""Elements within elements; a feed has ten."""
LOOSE_MOST = 1_000_000
"""Bytes of what is not well-formed that are read all the same: readers of loose XML take their time."""
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_HARMLESS = re.compile(r"""<!ENTITY\s+\w{1,40}\s+(["'])(?:&\#\w{1,8};|[^&"'%<]{0,40})\1\s*>""")
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")


def checked(xml: str) -> bytes:
    """The document in UTF-8 without its declaration, which may name other letters.

    Raises HostileFile for entities that are more than a letter or a few words, for what lies deeper than DEEPEST, and
    for what is broken and longer than LOOSE_MOST.
    """
    if len(_ENTITY.findall(xml)) != sum(1 for _ in _HARMLESS.finditer(xml)):
        raise HostileFile
    data = _DECLARATION.sub("", xml, count=1).strip().encode("utf-8", "replace")
    try:
        _measure(data)
    except expat.ExpatError:
        if len(data) > LOOSE_MOST:
            raise HostileFile from None
    return data


def _measure(data: bytes) -> None:
    depth = 0

    def opened(name: str, attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise HostileFile

    def closed(name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate("utf-8")
    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.Parse(data, True)
