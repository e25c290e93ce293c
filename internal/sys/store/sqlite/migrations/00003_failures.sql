-- +goose Up
-- Captures that gave no article are listed: whose pages they are, and an index
-- of them. A capture that gave one later has failed no more.

ALTER TABLE capture ADD COLUMN outlet TEXT NOT NULL DEFAULT ''; -- of a capture that gave no article; '' when nobody said
UPDATE capture SET error = '' WHERE n IN (SELECT capture FROM article) AND error <> '';
CREATE INDEX capture_error ON capture (n) WHERE error <> '';
