"""The tables of a library's SQLite file, and the steps from older schemas to this one."""

from __future__ import annotations

SCHEMA = 4

TABLES = """
CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- Every version of every release that was ever stored: old citations resolve to old words.
CREATE TABLE releases (
    release_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL,
    record TEXT NOT NULL,              -- the Release as JSON, less its text
    text TEXT NOT NULL,
    live INTEGER NOT NULL,             -- 1 for the version that new answers use
    ordinal INTEGER NOT NULL,          -- order of arrival
    stored TEXT NOT NULL DEFAULT '',   -- when it came in, UTC; empty before schema 2
    day TEXT,                          -- its date, to find what was said on the same day
    language TEXT,
    signed INTEGER NOT NULL DEFAULT 0, -- 1 when its bands are in the table `bands`
    PRIMARY KEY (release_id, version)
);

-- Where each release came from, and what its bytes were: unchanged sources are skipped. Several
-- origins may hold one release: copies, translations of an address, a correction and its original.
CREATE TABLE ledger (
    origin TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,
    release_id TEXT NOT NULL,
    version TEXT NOT NULL,
    source TEXT NOT NULL DEFAULT '',   -- its name for people
    url TEXT,                          -- its canonical address, if it has one
    official INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX ledger_release ON ledger (release_id);
CREATE INDEX ledger_url ON ledger (url);

-- Passages of live versions only; the number is the key in both indexes.
CREATE TABLE passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    release_id TEXT NOT NULL,
    version TEXT NOT NULL,
    first INTEGER NOT NULL,            -- offsets into the text
    last INTEGER NOT NULL,
    section TEXT,
    sentences TEXT NOT NULL            -- JSON: [[start, end, kind, section], …]
);
CREATE INDEX passages_release ON passages (release_id, version);
"""

# At most one version of a release is live.
INDEXES = """
CREATE INDEX releases_live ON releases (ordinal) WHERE live = 1;
CREATE UNIQUE INDEX releases_current ON releases (release_id) WHERE live = 1;
CREATE INDEX releases_ordinal ON releases (ordinal);
CREATE INDEX releases_version ON releases (version);
CREATE INDEX releases_day ON releases (day);
"""

# What one release is to another: 'translation' and 'conflict' both ways, 'altered' from a copy
# that is not quoted to the release that it alters. `declared`: addresses that a release names as
# its translations. `bands`: hashes that near-duplicates share.
RELATIONS = """
CREATE TABLE links (
    release_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (release_id, kind, other)
) WITHOUT ROWID;
CREATE INDEX links_other ON links (other);
CREATE TABLE declared (
    address TEXT NOT NULL,
    release_id TEXT NOT NULL,
    PRIMARY KEY (address, release_id)
) WITHOUT ROWID;
CREATE INDEX declared_release ON declared (release_id);
CREATE TABLE bands (
    band INTEGER NOT NULL,
    release_id TEXT NOT NULL,
    PRIMARY KEY (band, release_id)
) WITHOUT ROWID;
CREATE INDEX bands_release ON bands (release_id);
"""

# Releases that a person took out, with the version that new answers used and the instant (UTC).
REMOVALS = """
CREATE TABLE removed (
    release_id TEXT PRIMARY KEY,
    version TEXT NOT NULL,
    since TEXT NOT NULL
) WITHOUT ROWID;
"""

# What is worked out of each passage, and of the head of each live release, when it is stored
# (`forward.py`); the manifest's row 'forward' is the stamp that these hold for.
FORWARD = """
CREATE TABLE forward (number INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE heads (
    release_id TEXT NOT NULL,
    version TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (release_id, version)
) WITHOUT ROWID;
CREATE TRIGGER passage_gone AFTER DELETE ON passages BEGIN
    DELETE FROM forward WHERE number = old.number;
    DELETE FROM heads WHERE release_id = old.release_id AND version = old.version;
END;
"""
NAMES = frozenset(
    ("manifest releases ledger passages links declared bands removed forward heads").split()
)

# From each older schema to the next. Indexes of schema 1 may hold numbers of passages that went,
# so that the next run that changes something makes them anew ('compact').
STEPS = {
    1: f"""
ALTER TABLE releases ADD COLUMN stored TEXT NOT NULL DEFAULT '';
ALTER TABLE releases ADD COLUMN day TEXT;
ALTER TABLE releases ADD COLUMN language TEXT;
ALTER TABLE releases ADD COLUMN signed INTEGER NOT NULL DEFAULT 0;
UPDATE releases SET day = json_extract(record, '$.date'),
                    language = json_extract(record, '$.language');
DROP INDEX releases_live;
{INDEXES}
ALTER TABLE ledger ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE ledger ADD COLUMN url TEXT;
ALTER TABLE ledger ADD COLUMN official INTEGER NOT NULL DEFAULT 0;
UPDATE ledger SET
    source = coalesce((SELECT r.source FROM releases r WHERE r.release_id = ledger.release_id
                       AND r.version = ledger.version), origin),
    url = (SELECT json_extract(r.record, '$.url') FROM releases r
           WHERE r.release_id = ledger.release_id AND r.version = ledger.version);
CREATE INDEX ledger_release ON ledger (release_id);
CREATE INDEX ledger_url ON ledger (url);
DROP TABLE doomed;
DELETE FROM manifest WHERE key = 'unfinished';
INSERT OR REPLACE INTO manifest VALUES ('compact', '1');
{RELATIONS}
""",
    2: REMOVALS,
    3: FORWARD,
}
