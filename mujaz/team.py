"""The people of the desk: who may do what, and which button takes which right. Pure: knows no names and no ids."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is at the desk. Owners are those whom the settings make admins; contributors only write drafts."""

    OWNER = "owner"
    EDITOR = "editor"
    CONTRIBUTOR = "contributor"


class Right(StrEnum):
    """What somebody may do."""

    DRAFT = "draft"
    """Write drafts, change and discard them."""
    PUBLISH = "publish"
    """All that readers notice: publish, correct, retract; and watch feeds."""
    GOVERN = "govern"
    """Announcements, what is on its way, the team, the audit log."""


_RIGHTS = {
    Role.OWNER: frozenset(Right),
    Role.EDITOR: frozenset({Right.DRAFT, Right.PUBLISH}),
    Role.CONTRIBUTOR: frozenset({Right.DRAFT}),
}


def allows(role: Role | None, right: Right) -> bool:
    """Whether a role has a right; who has no role has none."""
    return role is not None and right in _RIGHTS[role]


@dataclass(frozen=True, slots=True)
class Act:
    """What a button of the desk does. What `changes` something is sealed: nobody can make it, and it works once."""

    right: Right
    changes: bool = False


_D, _P, _G = Right.DRAFT, Right.PUBLISH, Right.GOVERN

ACTS: Mapping[str, Mapping[str, Act]] = {
    "draft": {
        "now": Act(_P, changes=True),
        "next": Act(_P, changes=True),
        "breaking": Act(_P, changes=True),
        **dict.fromkeys(("undo", "submit"), Act(_D, changes=True)),
        **dict.fromkeys(("urgent", "at"), Act(_P)),
        **dict.fromkeys(("back", "open", "preview", "history"), Act(_D)),
        **dict.fromkeys(("title", "fields", "summary", "source", "companies", "events", "figures", "stories"), Act(_D)),
        **dict.fromkeys(("discard", "event", "figure", "story"), Act(_D, changes=True)),
    },
    "article": {
        "correct": Act(_P),
        "retract": Act(_P),
        "read": Act(_D),
        "really": Act(_P, changes=True),
        "keep": Act(_P),
        **dict.fromkeys(("stories", "into"), Act(_P)),
        **dict.fromkeys(("apart", "move", "merge"), Act(_P, changes=True)),
    },
    "correction": {"apply": Act(_P, changes=True), "drop": Act(_P, changes=True)},
    "feed": {
        "card": Act(_P),
        "interval": Act(_P),
        "remove": Act(_P),
        **dict.fromkeys(
            ("test", "pause", "resume", "trust", "review", "really", "every"),
            Act(_P, changes=True),
        ),
    },
    "feeds": {"all": Act(_P), "opml": Act(_P)},
    "run": {
        **dict.fromkeys(("card", "cancel", "dead", "twice"), Act(_G)),
        **dict.fromkeys(("pause", "resume", "really", "again"), Act(_G, changes=True)),
    },
    "runs": {"all": Act(_G)},
    "announce": {
        "paid": Act(_G),
        "back": Act(_G),
        **dict.fromkeys(("free", "really", "discard"), Act(_G, changes=True)),
    },
    "team": {
        **dict.fromkeys(("add", "card", "all", "remove"), Act(_G)),
        **dict.fromkeys(("editor", "contributor", "really"), Act(_G, changes=True)),
    },
    "audit": {"page": Act(_G), "file": Act(_G)},
}
"""Every button of the desk, by its kind and its verb («draft:12:now»; «feeds:all» is about no single one).

Behind a verb a number may stand which says of several things which («feed:3:every2»).
"""


def verb_of(rest: str) -> str:
    """The verb in what stands behind a button's kind: of «12:event3» that is «event»."""
    return rest.rpartition(":")[2].rstrip("0123456789")


def act_of(data: str) -> Act | None:
    """What a button's data asks for; None for what is no button of the desk."""
    kind, _, rest = data.partition(":")
    return ACTS.get(kind, {}).get(verb_of(rest))
