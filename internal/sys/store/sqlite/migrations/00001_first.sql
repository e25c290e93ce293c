-- +goose Up
-- Days are numbers of days since 1970-01-01 UTC, times microseconds since then.

-- What was read, as bytes. n is the order of arrival.
CREATE TABLE capture (
    n       INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,  -- store.CaptureID
    url     TEXT NOT NULL,
    file    TEXT NOT NULL,
    time    INTEGER NOT NULL,
    type    TEXT NOT NULL,         -- content type as declared
    signals TEXT NOT NULL,         -- JSON
    body    BLOB NOT NULL,         -- gzip
    error   TEXT NOT NULL          -- why no article came out of it; '' if one did
);

-- One version of one article. live is 0 for a version that a newer one of the
-- same origin supersedes.
CREATE TABLE article (
    n         INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    capture   INTEGER NOT NULL REFERENCES capture (n),
    origin    TEXT NOT NULL,
    time      INTEGER NOT NULL,    -- of the capture
    live      INTEGER NOT NULL,
    url       TEXT NOT NULL,
    title     TEXT NOT NULL,
    outlet    TEXT NOT NULL,
    outletkey TEXT NOT NULL,       -- store.Fold of outlet
    published INTEGER,             -- day
    reserved  INTEGER NOT NULL,
    claims    INTEGER NOT NULL,
    agency    TEXT NOT NULL,       -- that the article credits; '' for none
    sketch    BLOB,
    reading   BLOB NOT NULL        -- gzip of JSON: article, sentences, quotes, warnings
);
CREATE INDEX article_origin ON article (origin, time);
CREATE INDEX article_outlet ON article (outletkey);

-- A claim, with the columns that it is found and counted by. live, published
-- and outlet repeat its article's; event is '' before it was merged. A number
-- is never given twice, so what is above the last one seen is new.
CREATE TABLE claim (
    n          INTEGER PRIMARY KEY AUTOINCREMENT,
    id         TEXT NOT NULL UNIQUE,
    article    INTEGER NOT NULL REFERENCES article (n),
    live       INTEGER NOT NULL,
    day        INTEGER NOT NULL,   -- store.Row.Day; far before all when there is none
    first      INTEGER,            -- store.Days
    last       INTEGER,
    published  INTEGER,
    type       TEXT NOT NULL,
    underlying TEXT NOT NULL,
    quad       INTEGER NOT NULL,
    status     TEXT NOT NULL,
    hedged     INTEGER NOT NULL,
    reserved   INTEGER NOT NULL,
    intensity  REAL NOT NULL,
    confidence REAL NOT NULL,
    country    TEXT NOT NULL,      -- of the place
    place      TEXT NOT NULL,      -- store.PlaceKey; '' when there is none
    outlet     TEXT NOT NULL,
    event      TEXT NOT NULL,
    sources    INTEGER NOT NULL
);
CREATE INDEX claim_article ON claim (article);
CREATE INDEX claim_day ON claim (live, day, id);
CREATE INDEX claim_event ON claim (event);

-- The words and the whole of a claim, apart from what is searched so that a
-- search reads little.
CREATE TABLE passage (
    claim    INTEGER PRIMARY KEY REFERENCES claim (n),
    evidence TEXT NOT NULL,        -- its sentence
    body     TEXT NOT NULL         -- JSON of annals.Claim
);

-- Claims that have changed, in order: what a copy in memory is kept in step by.
-- Old entries may go; n is never given twice.
CREATE TABLE changed (
    n     INTEGER PRIMARY KEY AUTOINCREMENT,
    claim INTEGER NOT NULL         -- that is gone, or has another live or sources
);
-- +goose StatementBegin
CREATE TRIGGER claim_changed AFTER UPDATE OF live, sources ON claim WHEN old.live <> new.live OR old.sources <> new.sources
BEGIN
    INSERT INTO changed (claim) VALUES (new.n);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER claim_gone AFTER DELETE ON claim
BEGIN
    INSERT INTO changed (claim) VALUES (old.n);
END;
-- +goose StatementEnd

-- Parties: role is 'a' for an actor, 'r' for a recipient. In this and the next
-- three tables i counts the rows of a claim.
CREATE TABLE party (
    claim   INTEGER NOT NULL REFERENCES claim (n),
    i       INTEGER NOT NULL,
    role    TEXT NOT NULL,
    country TEXT NOT NULL,
    sector  TEXT NOT NULL,
    name    TEXT NOT NULL,         -- store.NameKey
    PRIMARY KEY (claim, i)
) WITHOUT ROWID;
CREATE INDEX party_country ON party (country, role, sector);

-- What a claim may be about the same happening as others by: type, country of
-- a party or of the place, and days. long is 1 for acts of more than a week, so
-- that the others are found by their first day alone.
CREATE TABLE block (
    long    INTEGER NOT NULL,
    type    TEXT NOT NULL,
    country TEXT NOT NULL,
    first   INTEGER NOT NULL,
    last    INTEGER NOT NULL,
    claim   INTEGER NOT NULL REFERENCES claim (n),
    PRIMARY KEY (long, type, country, first, claim)
) WITHOUT ROWID;
CREATE INDEX block_claim ON block (claim);

-- Pairs of countries that a claim is between, as store.Pairs has them.
CREATE TABLE pair (
    claim INTEGER NOT NULL REFERENCES claim (n),
    pair  TEXT NOT NULL,
    PRIMARY KEY (claim, pair)
) WITHOUT ROWID;

CREATE TABLE speaker (
    claim   INTEGER NOT NULL REFERENCES claim (n),
    i       INTEGER NOT NULL,
    country TEXT NOT NULL,
    speaker TEXT NOT NULL,
    name    TEXT NOT NULL,         -- store.SpeakerKey
    PRIMARY KEY (claim, i)
) WITHOUT ROWID;

-- Modes, contexts and sizes: kind is mode, context, or the what of a size.
CREATE TABLE detail (
    claim INTEGER NOT NULL REFERENCES claim (n),
    i     INTEGER NOT NULL,
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,           -- '' for a size
    low   REAL,                    -- store.Bounds of a size
    high  REAL,
    PRIMARY KEY (claim, i)
) WITHOUT ROWID;

-- Words of the claim's sentence and of the headline, folded; rowid is claim.n.
CREATE VIRTUAL TABLE word USING fts5 (
    evidence, title, content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 0"
);

CREATE TABLE event (
    id        TEXT PRIMARY KEY,
    day       INTEGER NOT NULL,
    last      INTEGER NOT NULL,
    intensity REAL NOT NULL,
    sources   INTEGER NOT NULL,
    body      TEXT NOT NULL        -- JSON of annals.Event
);
CREATE INDEX event_day ON event (day, id);

-- Events that a claim went out of, and that must be made anew.
CREATE TABLE stale (
    event TEXT PRIMARY KEY
) WITHOUT ROWID;

-- A person's word that two claims are not about the same happening.
CREATE TABLE apart (
    claim TEXT NOT NULL,
    other TEXT NOT NULL,
    time  INTEGER NOT NULL,
    PRIMARY KEY (claim, other)
) WITHOUT ROWID;
