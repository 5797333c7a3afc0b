"""OPML: lists of feeds as other readers write and read them. It refuses to fetch what they name."""

from collections.abc import Iterable, Sequence

from lxml import etree

from mujaz.errors import BadLink, FileDamaged
from mujaz.sources.charset import decode
from mujaz.sources.entries import absolute, one_line
from mujaz.sources.guarded import checked
from mujaz.sources.links import checked_link

FEEDS_MOST = 500


def read_opml(data: bytes) -> Sequence[tuple[str, str]]:
    """Addresses and titles, each address once. Raises FileDamaged for what is no OPML, HostileFile."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        tree = etree.fromstring(checked(decode(data)), parser)
    except etree.XMLSyntaxError as error:
        raise FileDamaged from error
    if tree is None or etree.QName(tree).localname.lower() != "opml":
        raise FileDamaged
    found: dict[str, str] = {}
    for outline in tree.iter("outline"):
        said = {name.lower(): value for name, value in outline.attrib.items()}
        url = absolute(said.get("xmlurl"), "")
        if url and _is_plain(url):
            found.setdefault(url, one_line(said.get("title") or said.get("text") or "") or url)
    return list(found.items())[:FEEDS_MOST]


def write_opml(title: str, feeds: Iterable[tuple[str, str]]) -> bytes:
    """A list of feeds, by addresses and titles, as OPML 2.0."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    for url, name in feeds:
        etree.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=url)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _is_plain(url: str) -> bool:
    try:
        return bool(checked_link(url))
    except BadLink:
        return False
