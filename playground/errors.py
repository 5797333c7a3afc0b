"""What Telegram's server says when it refuses, word for word (tdlib/telegram-bot-api, Client.cpp, and
tdlib/td).

Holds no decisions: who refuses what is in playground.limits and in the methods.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_PREFIX = {400: "Bad Request: ", 403: "Forbidden: ", 404: "Not Found: ", 409: "Conflict: "}


@dataclass(frozen=True)
class Refused(Exception):
    """An answer of Telegram that is not `ok`: HTTP status, description, response parameters."""

    code: int
    description: str
    parameters: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.description


def bad_request(text: str) -> Refused:
    """400, with Telegram's prefix."""
    return Refused(400, _PREFIX[400] + text)


def forbidden(text: str) -> Refused:
    """403, with Telegram's prefix."""
    return Refused(403, _PREFIX[403] + text)


def not_found(text: str) -> Refused:
    """404, with Telegram's prefix."""
    return Refused(404, _PREFIX[404] + text)


def conflict(text: str) -> Refused:
    """409, with Telegram's prefix."""
    return Refused(409, _PREFIX[409] + text)


def too_many_requests(retry_after: int) -> Refused:
    """429: the request was not accepted; try again after so many seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


UNAUTHORIZED = "Unauthorized"
LOGGED_OUT = "Logged out"
ENTITY_TOO_LARGE = "Request Entity Too Large"

CHAT_NOT_FOUND = "chat not found"
USER_NOT_FOUND = "user not found"
BLOCKED = "bot was blocked by the user"
NEVER_MET = "bot can't initiate conversation with a user"
KICKED = "bot was kicked from the"
NOT_A_MEMBER = "bot is not a member of the"
MIGRATED = "group chat was upgraded to a supergroup chat"

MUTED = "not enough rights to send text messages to the chat"
NO_POSTING = "need administrator rights in the channel chat"
THREAD_NOT_FOUND = "message thread not found"
TOPIC_CLOSED = "TOPIC_CLOSED"

TEXT_EMPTY = "message text is empty"
TEXT_TOO_LONG = "message is too long"
CAPTION_TOO_LONG = "message caption is too long"
TEXT_ENCODING = "strings must be encoded in UTF-8"
PARSE_MODE = "unsupported parse_mode"

MARKUP_TOO_LONG = "reply markup is too long"
DATA_INVALID = "BUTTON_DATA_INVALID"
TEXT_BUTTON = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
RESULTS_TOO_MUCH = "RESULTS_TOO_MUCH"
RESULT_ID_DUPLICATE = "RESULT_ID_DUPLICATE"
RESULT_ID_INVALID = "RESULT_ID_INVALID"
BUTTON_TEXT_EMPTY = 'can\'t parse inline keyboard button: Field "text" must be non-empty'
COPY_TEXT_INVALID = "BUTTON_COPY_TEXT_INVALID"

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
NO_IDENTIFIER = "message identifier is not specified"
EDIT_NOT_FOUND = "message to edit not found"
EDIT_FORBIDDEN = "message can't be edited"
EDIT_NO_TEXT = "there is no text in the message to edit"
DELETE_NOT_FOUND = "message to delete not found"
DELETE_FORBIDDEN = "message can't be deleted for everyone"
REPLY_NOT_FOUND = "message to be replied not found"

QUERY_INVALID = "query is too old and response timeout expired or query ID is invalid"
ANSWER_TOO_LONG = "MESSAGE_TOO_LONG"
ANSWER_URL = "URL_INVALID"
ACTION_INVALID = "wrong parameter action in request"

COMMAND_EMPTY = "command must be non-empty"
COMMAND_TOO_LONG = "command length must not exceed 32"
COMMAND_INVALID = "BOT_COMMAND_INVALID"
COMMAND_DESCRIPTION_EMPTY = "command description must be non-empty"
COMMAND_DESCRIPTION_TOO_LONG = "command description length must not exceed 256"
COMMANDS_TOO_MUCH = "BOT_COMMANDS_TOO_MUCH"
SCOPE_IN_PRIVATE = "can't use specified scope in private chats"
LANGUAGE_INVALID = "invalid language code specified"
NAME_INVALID = "BOT_TITLE_INVALID"
DESCRIPTION_INVALID = "BOT_DESCRIPTION_INVALID"
SHORT_DESCRIPTION_INVALID = "BOT_SHORT_DESCRIPTION_INVALID"

FILE_IDENTIFIER = "wrong file identifier/HTTP URL specified"
FILE_ID_INVALID = "invalid file_id"
FILE_EMPTY = "file must be non-empty"
FILE_TOO_BIG = "file is too big"
NOT_AN_IMAGE = "IMAGE_PROCESS_FAILED"
IMAGE_DIMENSIONS = "PHOTO_INVALID_DIMENSIONS"

OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
ENDED_BY_WEBHOOK = "terminated by setWebhook request"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_NOT_HTTPS = "bad webhook: An HTTPS URL must be provided for webhook"
WEBHOOK_CERTIFICATE = "bad webhook: Failed to set custom certificate file"
WEBHOOK_SECRET = "secret token contains unallowed characters"  # noqa: S105 an error text, not a secret
WEBHOOK_SECRET_TOO_LONG = "secret token is too long"  # noqa: S105 an error text, not a secret
