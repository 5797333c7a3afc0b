"""The methods with which the bot receives: getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

import re
import ssl
from urllib.parse import urlsplit

from playground import errors
from playground.errors import bad_request, conflict
from playground.files import Upload
from playground.messages import JsonObject
from playground.updates import BATCH
from playground.webhook import Webhook, WebhookSettings
from playground.world import World

_SECRET = re.compile(r"[A-Za-z0-9_-]+")
_SECRET_LIMIT = 256
_CONNECTIONS = 40
_MOST_CONNECTIONS = 100


async def get_updates(world: World, webhook: Webhook, given: JsonObject) -> list[JsonObject]:
    """getUpdates: confirms what is before `offset`, then waits; ends the poll that waits already."""
    if webhook.settings:
        raise conflict(errors.WEBHOOK_ACTIVE)
    world.updates.allow(given.get("allowed_updates"))
    if offset := given.get("offset", 0):
        world.updates.seek(offset)
    return await world.updates.poll(given.get("limit", BATCH), given.get("timeout", 0))


async def set_webhook(world: World, webhook: Webhook, given: JsonObject) -> bool:
    """setWebhook. Unlike Telegram, it takes http://127.0.0.1 and any port as well, as this is a toy."""
    if not given["url"]:
        return await delete_webhook(world, webhook, given)
    settings = _settings(given)
    world.updates.allow(given.get("allowed_updates"))
    if given.get("drop_pending_updates"):
        world.updates.forget()
    world.updates.end_polls(errors.ENDED_BY_WEBHOOK)
    await webhook.start(settings)
    return True


async def delete_webhook(world: World, webhook: Webhook, given: JsonObject) -> bool:
    """deleteWebhook."""
    await webhook.stop()
    if given.get("drop_pending_updates"):
        world.updates.forget()
    return True


async def get_webhook_info(world: World, webhook: Webhook, given: JsonObject) -> JsonObject:
    """getWebhookInfo."""
    info: JsonObject = {
        "url": webhook.settings.url if webhook.settings else "",
        "has_custom_certificate": bool(webhook.settings and webhook.settings.tls),
        "pending_update_count": len(world.updates.waiting()),
    }
    if webhook.settings:
        info["max_connections"] = webhook.settings.max_connections
    if webhook.last_error:
        info["last_error_date"], info["last_error_message"] = webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def _settings(given: JsonObject) -> WebhookSettings:
    url = urlsplit(given["url"])
    local = url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost")
    if not (url.scheme == "https" or local) or not url.hostname:
        raise bad_request(errors.WEBHOOK_NOT_HTTPS)
    secret = given.get("secret_token", "")
    if len(secret) > _SECRET_LIMIT:
        raise bad_request(errors.WEBHOOK_SECRET_TOO_LONG)
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request(errors.WEBHOOK_SECRET)
    connections = given.get("max_connections", _CONNECTIONS)
    tls = _trust(given["certificate"]) if "certificate" in given else None
    return WebhookSettings(given["url"], secret, max(1, min(connections, _MOST_CONNECTIONS)), tls)


def _trust(certificate: Upload) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cadata=certificate.data.decode())
    except (ssl.SSLError, UnicodeDecodeError):
        raise bad_request(errors.WEBHOOK_CERTIFICATE) from None
