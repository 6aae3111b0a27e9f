-- Documents, their claims, and the events that gather the claims.
-- Days are ISO text (2019-02-28); lists of codes are JSON text (["PRK","USA"]); offsets count code points.
-- "number" is a row number that never changes, for indices that need one (such as full-text search).

CREATE TABLE documents (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    title TEXT,
    outlet TEXT,
    author TEXT,
    url TEXT,
    published TEXT,
    published_how TEXT,
    origin TEXT NOT NULL,
    reader TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE INDEX documents_in_order ON documents (published IS NULL, published, id);

CREATE TABLE claims (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    sentence INTEGER NOT NULL,
    quote TEXT NOT NULL,
    quote_start INTEGER NOT NULL,
    quote_end INTEGER NOT NULL,
    clause_start INTEGER NOT NULL,
    clause_end INTEGER NOT NULL,
    actor TEXT NOT NULL,
    actor_name TEXT,
    actor_role TEXT,
    target TEXT NOT NULL,
    target_name TEXT,
    type TEXT NOT NULL,
    modality TEXT NOT NULL,
    negated INTEGER NOT NULL CHECK (negated IN (0, 1)),
    attribution TEXT NOT NULL,
    certainty REAL NOT NULL CHECK (certainty BETWEEN 0 AND 1),
    date_from TEXT,
    date_to TEXT,
    issue TEXT,
    polarity TEXT,
    concession_by TEXT,
    concession_to TEXT,
    rule TEXT NOT NULL
);
CREATE INDEX claims_in_order ON claims (document, quote_start, clause_start, id);
CREATE INDEX claims_by_type ON claims (type);
CREATE INDEX claims_by_day ON claims (date_from, date_to);

-- Who takes part in a claim, for looking claims up by party; claims.actor and claims.target keep the order.
CREATE TABLE claim_parties (
    code TEXT NOT NULL,
    side TEXT NOT NULL CHECK (side IN ('actor', 'target')),
    claim TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
    PRIMARY KEY (code, side, claim)
) WITHOUT ROWID;
CREATE INDEX claim_parties_by_claim ON claim_parties (claim);

-- Rows of imported files: each founds an event that keeps the row's id.
CREATE TABLE imported_rows (
    id TEXT PRIMARY KEY,
    claim TEXT NOT NULL UNIQUE REFERENCES claims (id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    source TEXT
);

-- Rows of imported files that could not be used, kept for people to look at.
CREATE TABLE bad_rows (
    document TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    line INTEGER NOT NULL,
    reason TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (document, line)
) WITHOUT ROWID;

CREATE TABLE events (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    actor TEXT NOT NULL,
    target TEXT NOT NULL,
    type TEXT NOT NULL,
    issue TEXT,
    date_from TEXT,
    date_to TEXT,
    text TEXT NOT NULL,
    documents INTEGER NOT NULL,
    source TEXT
);

CREATE TABLE event_claims (
    event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    claim TEXT NOT NULL,
    PRIMARY KEY (event, position)
) WITHOUT ROWID;
CREATE INDEX event_claims_by_claim ON event_claims (claim);

-- Ids that events had before they were regrouped.
CREATE TABLE event_aliases (
    alias TEXT PRIMARY KEY,
    event TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE
) WITHOUT ROWID;

-- One row: how often the claims have changed, and which state of them the events were last made from.
CREATE TABLE state (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    changes INTEGER NOT NULL,
    grouped TEXT
);
INSERT INTO state (only, changes, grouped) VALUES (1, 0, NULL);
