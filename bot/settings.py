"""Every setting, from the environment and from `.env`. The only reader of either.

Lists all mistakes at once; never shows the value of a secret.
"""

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from yarl import URL

from bot.certificate import load_certificate
from bot.exits import BadSettings, Mistake
from mujaz.subscriber import Slot

PREFIX = "MUJAZ_"
TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}", re.ASCII)
API = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
PROXY = re.compile(r"https?://([^\s/?#@:]*(:[^\s/?#@]*)?@)?[^\s/?#@]+/?")
# Telegram itself takes https only; a toy on this machine has no certificate.
WEBHOOK = re.compile(r"(https://[^\s/?#@]+|http://(127\.0\.0\.1|localhost)(:\d+)?)(/[A-Za-z0-9._~/-]*)?")
SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}", re.ASCII)
WATCH_PORT = 8081
"""Where the door is if nothing else is said; with a certificate of its own the webhook needs another port."""
SHORTEST_PASSPHRASE = 16
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


class Settings(BaseSettings):
    """What an operator decides. Each field is `MUJAZ_` and its name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    token: SecretStr | None = None
    api_url: str = "https://api.telegram.org"
    proxy: SecretStr | None = None
    connect_seconds: float = Field(default=5, ge=1, le=60)
    read_seconds: float = Field(default=30, ge=5, le=300)
    pool_seconds: float = Field(default=30, ge=1, le=300)
    database: Path = Path("data/mujaz.sqlite")
    backups: Path | None = None
    backup_time: str = "03:30"
    backup_passphrase: SecretStr | None = None
    backup_days: int = Field(default=14, ge=1, le=3650)
    delivery_days: int = Field(default=90, ge=7, le=3650)
    version_days: int = Field(default=365, ge=30, le=3650)
    owner: int | None = Field(default=None, gt=0)
    editors: Annotated[frozenset[int], NoDecode] = frozenset()
    paid_broadcast: bool = False
    review: bool = False
    review_group: int | None = Field(default=None, lt=0)
    private_links: bool = False
    timezone: str = "Asia/Riyadh"
    digest_time: str = "08:00"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    webhook_certificate: Path | None = None
    webhook_key: Path | None = None
    articles_token: SecretStr | None = None
    door_host: str = "127.0.0.1"
    door_port: int | None = Field(default=None, ge=1, le=65535)
    playground_port: int = Field(default=8080, ge=1, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    @property
    def slot(self) -> Slot:
        """The time of day that a new subscriber is given."""
        return Slot(self.timezone, _minute(self.digest_time))

    @property
    def backup_slot(self) -> Slot:
        """When the backup of the night is due."""
        return Slot(self.timezone, _minute(self.backup_time))

    @property
    def backup_folder(self) -> Path:
        """Where backups are kept."""
        return self.backups or self.database.parent / "backups"

    @property
    def desk(self) -> frozenset[int]:
        """Everybody who may post: the editors and the owner."""
        return self.editors | ({self.owner} if self.owner is not None else set())

    @property
    def admins(self) -> frozenset[int]:
        """Who is told of trouble and may halt what is on its way: the owner; without one, the editors."""
        return frozenset({self.owner}) if self.owner is not None else self.editors

    @field_validator("token")
    @classmethod
    def _token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("is not a bot token; @BotFather gives one that looks like 123456789:AAF…")
        return value

    @field_validator("api_url")
    @classmethod
    def _api_url(cls, value: str) -> str:
        if not _is_address(value, API):
            raise ValueError("must be the http or https address of a Bot API server")
        return value.rstrip("/")

    @field_validator("proxy")
    @classmethod
    def _proxy(cls, value: SecretStr | None) -> SecretStr | None:
        given = value.get_secret_value() if value else ""
        if given.lower().startswith("socks"):
            raise ValueError("is a SOCKS proxy, which Mujaz does not speak; name an http or https proxy")
        if given and not _is_address(given, PROXY):
            raise ValueError("must be the address of a proxy, like http://user:password@host:3128")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _webhook_url(cls, value: str | None) -> str | None:
        if value is not None and not _is_address(value, WEBHOOK):
            raise ValueError("must be an https address that Telegram can reach, like https://bot.example.org/mujaz")
        return value

    @field_validator("webhook_secret", "articles_token")
    @classmethod
    def _secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("must be 32 to 256 of A-Z, a-z, 0-9, _ and -; choose them at random")
        return value

    @field_validator("backup_passphrase")
    @classmethod
    def _backup_passphrase(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_PASSPHRASE:
            raise ValueError("must have 16 letters or more; a sealed backup is only as safe as it is")
        return value

    @field_validator("editors", mode="before")
    @classmethod
    def _editors(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        parts = [part for part in re.split(r"[\s,]+", value) if part]
        if not all(re.fullmatch(r"[1-9]\d{0,15}", part, re.ASCII) for part in parts):
            raise ValueError("must be Telegram user ids (numbers), separated by commas")
        return frozenset(map(int, parts))

    @field_validator("timezone")
    @classmethod
    def _timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is not the name of a time zone; write it like Asia/Riyadh or Africa/Cairo") from None
        return value

    @field_validator("digest_time", "backup_time")
    @classmethod
    def _time_of_day(cls, value: str) -> str:
        if not TIME.fullmatch(value):
            raise ValueError("is not a time of day; write it like 08:00")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _log_level(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value


def load(*, needs_token: bool) -> Settings:
    """The settings, checked together with what they point to. Raises BadSettings with every mistake."""
    mistakes: list[Mistake] = []
    settings: Settings | None = None
    try:
        settings = Settings()
    except ValidationError as error:
        mistakes += [_mistake(found["loc"], found["msg"]) for found in error.errors()]
    except (UnicodeDecodeError, OSError):
        raise BadSettings([Mistake(".env", "cannot be read as UTF-8 text; write it anew from .env.example")]) from None
    if needs_token and not any(mistake.setting == f"{PREFIX}TOKEN" for mistake in mistakes) and not _given("token"):
        advice = "is missing: get one from @BotFather, then: python -m bot setup; or try Mujaz without one: make run"
        mistakes.append(Mistake(f"{PREFIX}TOKEN", advice))
    if _given("webhook_url") and not _given("webhook_secret"):
        advice = (
            "is missing: with a webhook Telegram must show that it is Telegram; choose 32 random characters or more"
        )
        mistakes.append(Mistake(f"{PREFIX}WEBHOOK_SECRET", advice))
    mistakes += _of_certificate(settings)
    path = settings.database if settings else Path(_given("database") or Settings.model_fields["database"].default)
    if problem := database_problem(path):
        mistakes.append(Mistake(f"{PREFIX}DATABASE", problem))
    if settings and settings.backups and (problem := backups_problem(settings.backups)):
        mistakes.append(Mistake(f"{PREFIX}BACKUPS", problem))
    if settings is None or mistakes:
        raise BadSettings(mistakes)
    return settings


def database_problem(path: Path) -> str | None:
    """Why a file cannot be Mujaz's database, with what to do; None when nothing stands against it.

    A file or folder whose mode forbids writing is taken at its word, also for the superuser.
    """
    try:
        return _problem(path)
    except OSError as error:  # a name that is too long, a folder that this user may not enter
        return f"{path} cannot be reached ({error.strerror}); name another path"


def backups_problem(path: Path) -> str | None:
    """Why backups cannot be kept in a folder, with what to do; None when nothing stands against it."""
    folder = path
    try:
        while not folder.exists():
            folder = folder.parent
        if not folder.is_dir():
            return f"{folder} is a file; name a folder"
        return None if _allowed(folder, read=False) else f"{folder} is read-only; give this user the right to write it"
    except OSError as error:
        return f"{path} cannot be reached ({error.strerror}); name another folder"


def _of_certificate(settings: Settings | None) -> list[Mistake]:
    """What stands against the webhook's own certificate, where one is named."""
    if settings is None or (settings.webhook_certificate is None and settings.webhook_key is None):
        return []
    if settings.webhook_certificate is None or settings.webhook_key is None:
        missing = "WEBHOOK_KEY" if settings.webhook_key is None else "WEBHOOK_CERTIFICATE"
        return [Mistake(PREFIX + missing, "is missing: a certificate and its key are named together")]
    if settings.webhook_url is None:
        advice = "is named, but no MUJAZ_WEBHOOK_URL; name the address that Telegram is to come to"
        return [Mistake(f"{PREFIX}WEBHOOK_CERTIFICATE", advice)]
    if settings.door_port in (None, WATCH_PORT):
        advice = f"must be the port that Telegram comes to (443, 80, 88 or 8443); {WATCH_PORT} is for /health"
        return [Mistake(f"{PREFIX}DOOR_PORT", advice)]
    try:
        load_certificate(settings.webhook_certificate, settings.webhook_key)
    except ValueError as error:
        return [Mistake(f"{PREFIX}WEBHOOK_CERTIFICATE", f"cannot be used: {error}; name two PEM files of one pair")]
    return []


def _problem(path: Path) -> str | None:
    if path.is_dir():
        return f"{path} is a folder; name a file in it"
    if path.exists() and not _allowed(path, read=True):
        return f"{path} cannot be read; give this user the right to read and write it"
    if path.exists() and not _allowed(path, read=False):
        return f"{path} is read-only; give this user the right to write it"
    folder = path.parent
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        return f"{folder} is a file, so {path} cannot be made; name another path"
    if not _allowed(folder, read=False):
        return f"the folder {folder} is read-only; the database needs to write beside itself"
    return None


def _allowed(path: Path, *, read: bool) -> bool:
    bits, right = (0o444, os.R_OK) if read else (0o222, os.W_OK)
    return bool(path.stat().st_mode & bits) and os.access(path, right)


def _minute(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def _is_address(value: str, form: re.Pattern[str]) -> bool:
    try:
        return form.fullmatch(value) is not None and bool(URL(value).host)
    except ValueError:  # a port beyond all ports, half a bracket
        return False


def _given(field: str) -> str | None:
    """A setting as it was written, for the case that others kept the settings from being built."""

    class Raw(BaseSettings):
        model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", env_ignore_empty=True)

        token: str | None = None
        database: str | None = None
        webhook_url: str | None = None
        webhook_secret: str | None = None

    value: str | None = getattr(Raw(), field)
    return value


def _mistake(location: tuple[int | str, ...], message: str) -> Mistake:
    advice = message.removeprefix("Value error, ")
    return Mistake(PREFIX + str(location[0]).upper(), advice[0].lower() + advice[1:])
