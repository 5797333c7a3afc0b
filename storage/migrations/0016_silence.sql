-- Who had nothing for a week is told why, once: when that was. A digest after it begins a new silence.
ALTER TABLE subscribers ADD COLUMN silence_told_at INTEGER;
