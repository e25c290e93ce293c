-- +goose Up
-- From here on passage.body and event.body are JSON that is packed: zstd with
-- the dictionary in dictionary/1.txt. What was written before stays plain JSON,
-- which begins with a brace.

-- What is still to be merged.
CREATE INDEX claim_loose ON claim (n) WHERE event = '' AND live = 1;
