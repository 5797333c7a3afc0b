-- What is asked of a reader with every digest, in one place: readers who are written to alike share a row, so that a page
-- of readers is read in half the time. Derived from subscribers, follows and subscriber_slots, which decide: what
-- changes there sets profile to 0, and storage.profiles renews it. Whoever rebuilds one of these tables makes its
-- triggers anew.
CREATE TABLE profiles (
    id INTEGER PRIMARY KEY,
    said TEXT NOT NULL UNIQUE,                      -- JSON, as storage.profiles composes it
    unused_since INTEGER                            -- no reader has it any more: removed a while later
) STRICT;
ALTER TABLE subscribers ADD COLUMN profile INTEGER NOT NULL DEFAULT 0;      -- with no index for a reference, as memory

CREATE TEMP TABLE composed AS
SELECT s.chat_id, json_array(
    s.language, s.zone, s.country, s.length, s.most, s.digits, s.calendar, s.alerts, s.alerts_a_day, s.quiet_start,
    s.quiet_end, s.announcements, s.less,
    (SELECT group_concat(f.company, ' ') FROM follows f WHERE f.chat_id = s.chat_id),
    (SELECT group_concat(t.minute || ':' || t.weekdays, ' ') FROM subscriber_slots b JOIN slots t ON t.id = b.slot_id
     WHERE b.chat_id = s.chat_id)) AS said
FROM subscribers s;
INSERT INTO profiles (said) SELECT DISTINCT said FROM composed ORDER BY said;
UPDATE subscribers SET profile = p.id FROM composed c JOIN profiles p ON p.said = c.said
WHERE c.chat_id = subscribers.chat_id;
DROP TABLE composed;

CREATE TRIGGER subscribers_profile AFTER UPDATE OF language, zone, country, length, most, digits, calendar, alerts,
        alerts_a_day, quiet_start, quiet_end, announcements, less ON subscribers
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id = new.chat_id; END;
CREATE TRIGGER follows_added_profile AFTER INSERT ON follows
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id = new.chat_id; END;
CREATE TRIGGER follows_removed_profile AFTER DELETE ON follows
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id = old.chat_id; END;
CREATE TRIGGER follows_moved_profile AFTER UPDATE ON follows
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id IN (old.chat_id, new.chat_id); END;
CREATE TRIGGER subscriber_slots_added_profile AFTER INSERT ON subscriber_slots
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id = new.chat_id; END;
CREATE TRIGGER subscriber_slots_removed_profile AFTER DELETE ON subscriber_slots
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id = old.chat_id; END;
CREATE TRIGGER subscriber_slots_moved_profile AFTER UPDATE ON subscriber_slots
BEGIN UPDATE subscribers SET profile = 0 WHERE chat_id IN (old.chat_id, new.chat_id); END;
