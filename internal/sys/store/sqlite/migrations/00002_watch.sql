-- +goose Up
-- What watching and telling must remember from one run to the next, and what
-- servers said of captures. The bytes of a capture may be dropped after a time:
-- body is then empty, id still their hash.

ALTER TABLE capture ADD COLUMN status INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capture ADD COLUMN header TEXT NOT NULL DEFAULT 'null';

CREATE TABLE note (
    kind  TEXT NOT NULL,
    key   TEXT NOT NULL,
    time  INTEGER NOT NULL,
    value BLOB NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
CREATE INDEX note_time ON note (kind, time);
