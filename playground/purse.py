"""The bot's Telegram Stars, which paid broadcasts cost. Nobody can buy any here: a test puts them in."""

NANO = 1_000_000_000
# 0.1 Star a message (Bot API, allow_paid_broadcast).
_PRICE = NANO // 10


class Purse:
    """A balance in billionths of a Star, never below nothing."""

    def __init__(self) -> None:
        self.nanostars = 0

    @property
    def stars(self) -> float:
        """The balance in Stars."""
        return self.nanostars / NANO

    @stars.setter
    def stars(self, balance: float) -> None:
        self.nanostars = round(balance * NANO)

    @property
    def pays_one(self) -> bool:
        """Whether it holds the price of one message."""
        return self.nanostars >= _PRICE

    def pay(self) -> None:
        """Pays for one message."""
        self.nanostars -= _PRICE
