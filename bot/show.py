"""A reading of a text for a person at a terminal: what was found, where, and why."""

from collections.abc import Iterator

from mujaz.companies.gazetteer import Mention
from mujaz.figures.quantity import Quantity
from mujaz.reading import Reading


def shown(reading: Reading) -> str:
    """The reading in lines, a heading for each part; words of the text are quoted as they stand in it."""
    return "\n".join(_lines(reading))


def _lines(reading: Reading) -> Iterator[str]:
    yield f"title        {reading.title}"
    yield f"source       {reading.source.ar if reading.source else '-'}"
    yield f"event        {reading.event.kind}  ({'، '.join(reading.event.because) or '-'})"
    yield from _part("names", [_name(mention, reading.text) for mention in reading.mentions])
    yield from _part("figures", [_figure(figure) for figure in reading.figures])
    yield from _part("line", [reading.line])
    yield from _part("summary", reading.summary)
    yield from _part("long", reading.long)
    yield f"fingerprint  {reading.fingerprint}"


def _part(heading: str, lines: tuple[str, ...] | list[str]) -> Iterator[str]:
    yield heading
    for line in lines or ["-"]:
        yield f"    {line}"


def _name(mention: Mention, text: str) -> str:
    words = text[mention.start : mention.end]
    return f"{mention.kind} {mention.id}: «{words}» at {mention.start}, by {mention.reason}"


def _figure(figure: Quantity) -> str:
    value = f"{figure.value:,}" if figure.until is None else f"{figure.value:,} to {figure.until:,}"
    stated = "" if figure.stated else ", unit from other words"
    return f"{figure.bound} {value} {figure.unit or '?'} ({figure.counted or '-'}{stated})"
