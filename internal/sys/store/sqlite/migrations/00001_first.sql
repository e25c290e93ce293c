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
-- and outlet repeat its article's; event is '' before it was merged.
CREATE TABLE claim (
    n          INTEGER PRIMARY KEY,
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
    sources    INTEGER NOT NULL,
    evidence   TEXT NOT NULL,      -- its sentence
    body       TEXT NOT NULL       -- JSON of annals.Claim
);
CREATE INDEX claim_article ON claim (article);
CREATE INDEX claim_day ON claim (live, day, id);
CREATE INDEX claim_type ON claim (type, live, day);
CREATE INDEX claim_place ON claim (country, live, day) WHERE country <> '';
CREATE INDEX claim_event ON claim (event) WHERE event <> '';
CREATE INDEX claim_loose ON claim (n) WHERE event = '' AND live = 1;

-- Parties: role is 'a' for an actor, 'r' for a recipient.
CREATE TABLE party (
    claim   INTEGER NOT NULL REFERENCES claim (n),
    role    TEXT NOT NULL,
    country TEXT NOT NULL,
    sector  TEXT NOT NULL,
    name    TEXT NOT NULL          -- store.NameKey
);
CREATE INDEX party_claim ON party (claim);
CREATE INDEX party_country ON party (country, claim, role, sector);

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
    pair  TEXT NOT NULL,
    claim INTEGER NOT NULL REFERENCES claim (n),
    PRIMARY KEY (pair, claim)
) WITHOUT ROWID;
CREATE INDEX pair_claim ON pair (claim);

CREATE TABLE speaker (
    claim   INTEGER NOT NULL REFERENCES claim (n),
    country TEXT NOT NULL,
    speaker TEXT NOT NULL,
    name    TEXT NOT NULL          -- store.SpeakerKey
);
CREATE INDEX speaker_claim ON speaker (claim);

-- Modes, contexts and sizes: kind is mode, context, or the what of a size.
CREATE TABLE detail (
    claim INTEGER NOT NULL REFERENCES claim (n),
    kind  TEXT NOT NULL,
    value TEXT NOT NULL,           -- '' for a size
    low   REAL,                    -- store.Bounds of a size
    high  REAL
);
CREATE INDEX detail_claim ON detail (claim);
CREATE INDEX detail_value ON detail (value, claim) WHERE value <> '';

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
