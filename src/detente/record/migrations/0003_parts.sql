-- What the events were made from, so that only what changed since is made anew.

-- Documents whose claims are in grouped_claims; a document that was added or replaced since is not here.
CREATE TABLE grouped_documents (
    document TEXT PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE
) WITHOUT ROWID;

-- Every claim that can be in an event: its part (see detente.record.sightings), its block, the number of its
-- days (1 is 0001-01-01) where it is dated to within a week, and what its sentence is compared by.
CREATE TABLE grouped_claims (
    claim TEXT NOT NULL UNIQUE REFERENCES claims (id) ON DELETE CASCADE,
    part TEXT NOT NULL,
    block TEXT NOT NULL,
    first_day INTEGER,
    last_day INTEGER,
    fingerprint BLOB NOT NULL,
    PRIMARY KEY (part, claim)
) WITHOUT ROWID;
CREATE INDEX grouped_claims_by_block ON grouped_claims (block, part);

-- Claims that are gone, until their part is grouped anew.
CREATE TABLE gone_claims (
    claim TEXT NOT NULL,
    part TEXT NOT NULL,
    block TEXT NOT NULL,
    PRIMARY KEY (claim, part)
) WITHOUT ROWID;
CREATE TRIGGER claim_gone AFTER DELETE ON grouped_claims BEGIN
    INSERT OR REPLACE INTO gone_claims VALUES (old.claim, old.part, old.block);
END;

-- Texts that a corrected text has taken the place of: kept to be cited, no longer counted.
CREATE TABLE former_documents (
    id TEXT PRIMARY KEY,
    successor TEXT NOT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE former_claims (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL REFERENCES former_documents (id) ON DELETE CASCADE,
    successor TEXT,
    how TEXT NOT NULL,
    claim TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX former_claims_by_document ON former_claims (document);

-- Events are made anew once, with what is kept above.
UPDATE state SET grouped = NULL;
