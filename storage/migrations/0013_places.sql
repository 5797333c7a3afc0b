-- Groups, channels and topics: who looks after the digest there, and where groups that became supergroups are now.
CREATE TABLE keepers (                              -- an admin who turned digests on where many read, or let the bot in
    reader INTEGER PRIMARY KEY,                     -- ahead of the subscription where the bot was only let in
    kept_by INTEGER NOT NULL,
    title TEXT NOT NULL,                            -- of the group or channel: whoever is out of it cannot ask any more
    channel INTEGER NOT NULL CHECK (channel IN (0, 1)),     -- looked after from a private chat
    untold INTEGER NOT NULL DEFAULT 0 CHECK (untold IN (0, 1))      -- digests ended there, and who keeps it is to be told
) STRICT;
CREATE INDEX keepers_by ON keepers(kept_by);
CREATE INDEX keepers_untold ON keepers(reader) WHERE untold;

CREATE TABLE moved_chats (                          -- groups that became supergroups: taps still come from the old one
    chat_id INTEGER PRIMARY KEY,
    new_chat_id INTEGER NOT NULL
) STRICT;
