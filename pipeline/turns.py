"""Whose turn it is among runs that are on their way together: each by its share, none starves. Pure."""

from collections.abc import Mapping


class Turns:
    """Smooth weighted round-robin: over any stretch each gets its share, spread as evenly as can be (nginx's rule)."""

    def __init__(self) -> None:
        self._credit: dict[int, float] = {}

    def take(self, shares: Mapping[int, float]) -> int:
        """The one of these, given with their shares, whose turn it is. Raises ValueError where there is none."""
        self._credit = {key: self._credit.get(key, 0.0) + share for key, share in shares.items()}
        chosen = max(self._credit, key=self._credit.__getitem__)
        self._credit[chosen] -= sum(shares.values())
        return chosen
