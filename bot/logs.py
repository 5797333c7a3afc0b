"""Logs for people or as JSON, on standard error. The token never appears, at any level, tracebacks included.

The redaction works on the finished line: whatever library wrote it, and wherever in it an address stood. Values of
variables are not shown: a renderer cuts them, and half a token is not recognised.
"""

import logging
import re
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, TextIO
from urllib.parse import unquote, urlsplit

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

from bot.settings import Settings

REDACTED = "[secret]"
# «bot» stands right before the digits in addresses, so no word boundary can be asked for.
TOKEN_LIKE = re.compile(r"\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}", re.ASCII)
SHORTEST = 6
"""Letters of a password that is looked for: without a shorter one hardly a line would be left."""
QUIET = ("apscheduler", "aiosqlite", "asyncio", "matplotlib")
"""Loggers that tell every step of theirs below WARNING."""


class Redacting(structlog.stdlib.ProcessorFormatter):
    """Formats a record and takes every token, and the settings' own secrets, out of the result."""

    def __init__(self, secret: re.Pattern[str], **options: Any) -> None:
        super().__init__(**options)
        self._secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """The finished line without secrets."""
        return self._secret.sub(REDACTED, super().format(record))


class Telling(logging.StreamHandler[TextIO]):
    """Writes to standard error."""

    def __init__(self, secret: re.Pattern[str]) -> None:
        super().__init__()
        self._secret = secret

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Tells of a line that could not be formatted; logging itself would print its arguments unredacted."""
        with suppress(OSError, ValueError):  # nobody reads standard error any more
            told = f"{record.name}: a line could not be logged: {record.msg!r} ({sys.exc_info()[1]!r})"
            self.stream.write(self._secret.sub(REDACTED, told) + self.terminator)


def set_up(settings: Settings) -> None:
    """Sends all logging, warnings and uncaught exceptions of the process through one redacting handler."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    secret = _secret(settings)
    handler = Telling(secret)
    handler.setFormatter(Redacting(secret, foreign_pre_chain=shared, processors=_rendering(settings)))
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(settings.log_level)))
    logging.captureWarnings(True)
    sys.excepthook = _log_uncaught
    sys.unraisablehook = lambda failed: _log_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)
    threading.excepthook = lambda failed: _log_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def _secret(settings: Settings) -> re.Pattern[str]:
    """Whatever looks like a token, and what the operator set: as it is, and as it stands in an address."""
    hook, proxy = settings.webhook_secret, settings.proxy
    known = [given.get_secret_value() for given in (hook, settings.backup_passphrase) if given]
    if proxy and (password := urlsplit(proxy.get_secret_value()).password):
        known += [form for form in (password, unquote(password)) if len(form) >= SHORTEST]
    return re.compile("|".join([TOKEN_LIKE.pattern, *map(re.escape, known)]), re.ASCII)


def _rendering(settings: Settings) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if settings.log_format == "json":
        dumps: list[Processor] = [
            structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        return [remove, *dumps]
    plain = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
    return [remove, plain]


def _log_uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if error is None or issubclass(kind, KeyboardInterrupt | SystemExit):
        return
    logging.getLogger("mujaz").critical("uncaught", exc_info=(kind, error, trace))
