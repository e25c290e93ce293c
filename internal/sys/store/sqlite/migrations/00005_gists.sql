-- +goose Up
-- What most claims that cannot be about one happening are told by, without
-- reading them: bytes of package record's own; NULL where it has not written any
-- yet.

ALTER TABLE block ADD COLUMN gist BLOB;
