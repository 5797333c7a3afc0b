-- What is held for the end of its reader's quiet hours. Beside what is tried again, so that a run that is over finds
-- those that it gives up without reading those that have their time still.
CREATE INDEX deliveries_held ON deliveries(run_id, next_at) WHERE state = 8;
