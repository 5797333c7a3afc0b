"""What counts as a link, and which addresses are for everybody. It refuses to look anything up."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from mujaz.errors import BadLink

LINK_MOST = 2_000
"""Code points of a link; longer ones are not opened by browsers either."""
_ALONE = re.compile(r"(?:https?://|www\.)[^\s<>\"«»]+", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9.]+|.*\.[0-9]+|0x[0-9a-f.x]*|.*\.0x[0-9a-f]*", re.IGNORECASE)
_NAT64 = 0x64_FF9B << 96


def only_link(text: str) -> str | None:
    """The link where a text is one and nothing besides; «www.example.org» is one too. None for anything else."""
    said = text.strip()
    if not _ALONE.fullmatch(said):
        return None
    return said if "://" in said else f"https://{said}"


def checked_link(url: str) -> str:
    """The address, if it is one of the web that names its host plainly. Raises BadLink.

    Numbers in place of a host must be an address as everybody writes it: «http://2130706433» is a disguise.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        if _NUMBERS.fullmatch(host):
            ip_address(host)
    except ValueError as error:
        raise BadLink from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc or len(url) > LINK_MOST:
        raise BadLink
    return url


def host(url: str) -> str:
    """The site of an address, as a reader would name it: «example.org»."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def is_public(address: str) -> bool:
    """Whether an IP address is one that everybody can reach; one that wraps another is judged by that as well."""
    ip = ip_address(address.partition("%")[0])
    return all(found.is_global and not found.is_multicast and not found.is_reserved for found in _wrapped(ip))


def _wrapped(ip: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The address and those of the old net that it stands for: mapped, 6to4, Teredo, NAT64."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if int(ip) >> 32 == _NAT64 >> 32:
        return [IPv4Address(int(ip) & 0xFFFF_FFFF)]
    return [ip, *(found for found in (ip.sixtofour, *(ip.teredo or ())) if found)]
