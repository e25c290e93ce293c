-- +goose Up
-- Claims whose gist is still to be made: new ones, and those of records that are
-- older than gists.

CREATE INDEX block_blank ON block (claim) WHERE gist IS NULL;
