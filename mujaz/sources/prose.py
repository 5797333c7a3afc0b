"""HTML → paragraphs of plain text, for what feeds hold. It refuses to tell the news from what stands around it."""

import re
from collections.abc import Iterator

from lxml import etree

from mujaz.arabic.fold import strip_controls

_BLOCKS = {
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
    "article", "header", "footer", "figure", "figcaption", "pre", "hr", "dd", "dt",
}  # fmt: skip
_UNSAID = {"script", "style", "noscript", "template", "iframe", "svg", "object", "head", "form", "button"}
_MARKED = re.compile(r"<[A-Za-z/!]|&[#A-Za-z]")


def prose(html: str) -> str:
    """The text, one paragraph a line with an empty line between. Total; plain text stays what it is."""
    if not _MARKED.search(html):
        return paragraphs(html)
    tree = parsed(html)
    return "" if tree is None else paragraphs("".join(_said(tree)))


def parsed(html: str) -> etree._Element | None:
    """The tree of a page or of a piece of one; None where nothing of it is HTML. Loads nothing from elsewhere."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(html.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _said(tree: etree._Element) -> Iterator[str]:
    """Texts and the ends of their blocks. The text within a block is broken nowhere but at a <br>."""
    walk = etree.iterwalk(tree, events=("start", "end"))
    for event, node in walk:
        if event == "start" and node.tag in _UNSAID:
            walk.skip_subtree()
        elif event == "start":
            yield ("\n" if node.tag in _BLOCKS else "") + " ".join((node.text or "").split("\n"))
        if event == "end":
            yield ("\n" if node.tag in _BLOCKS else "") + " ".join((node.tail or "").split("\n"))


def paragraphs(text: str) -> str:
    """A text one paragraph a line, as paragraphs with an empty line between, without what is invisible by design."""
    said = (" ".join(strip_controls(line).split()) for line in text.splitlines())
    return "\n\n".join(line for line in said if line)
