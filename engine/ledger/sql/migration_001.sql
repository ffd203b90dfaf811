-- The first ledger: everything that must never be lost. Times are UTC text, ISO 8601; JSON columns hold whole documents.
-- writes: ledger
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE source (
  source_id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  trust INTEGER NOT NULL CHECK (trust BETWEEN 0 AND 100),
  department TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- The saved mapping of a source's columns, one row per version; the newest of a (source, shape) is used.
CREATE TABLE mapping (
  mapping_id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES source,
  shape TEXT NOT NULL,
  content TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX mapping_by_shape ON mapping (source_id, shape, mapping_id);

-- state: archiving -> archived -> loaded -> undone; failed batches keep their reason.
CREATE TABLE batch (
  batch_id INTEGER PRIMARY KEY,
  source_id TEXT NOT NULL REFERENCES source,
  entity TEXT NOT NULL,
  file_name TEXT NOT NULL,
  file_hash TEXT NOT NULL,
  file_bytes INTEGER NOT NULL,
  mapping_id INTEGER REFERENCES mapping,
  archive_file TEXT NOT NULL DEFAULT '',
  archive_hash TEXT NOT NULL DEFAULT '',
  reject_hash TEXT NOT NULL DEFAULT '',
  rows_count INTEGER NOT NULL DEFAULT 0,
  rejected_count INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL CHECK (state IN ('archiving', 'archived', 'loaded', 'undone', 'failed')),
  reason TEXT NOT NULL DEFAULT '',
  received_at TEXT NOT NULL
) STRICT;
CREATE INDEX batch_by_hash ON batch (file_hash, source_id);

-- Each standard that was ever active, whole; the active one is the newest published.
CREATE TABLE standard_version (
  standard_version INTEGER PRIMARY KEY,
  hash TEXT NOT NULL,
  content TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('draft', 'proposed', 'returned', 'published', 'retired')),
  author TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

-- Changed or new dimension codes wait here until someone else than their author approves them.
CREATE TABLE dimension_proposal (
  proposal_id INTEGER PRIMARY KEY,
  dimension TEXT NOT NULL,
  code TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('proposed', 'returned', 'published')),
  author TEXT NOT NULL,
  reviewer TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL,
  decided_at TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE run (
  run_id INTEGER PRIMARY KEY,
  operation TEXT NOT NULL,
  standard_hash TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
  reason TEXT NOT NULL DEFAULT '',
  started_at TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE step (
  run_id INTEGER NOT NULL REFERENCES run,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  state TEXT NOT NULL,
  rows_count INTEGER NOT NULL DEFAULT 0,
  milliseconds INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (run_id, position)
) STRICT, WITHOUT ROWID;

-- Permanent codes. A code that lost a merge keeps its row and points to the winner for ever.
CREATE TABLE customer_code (
  cuid TEXT PRIMARY KEY,
  run_id INTEGER NOT NULL,
  merged_into TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE TABLE record_code (
  record_id INTEGER PRIMARY KEY,
  cuid TEXT NOT NULL
) STRICT;
-- Append only: created, joined, moved, merged, split.
CREATE TABLE identity_event (
  event_no INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  cuid TEXT NOT NULL,
  other TEXT NOT NULL DEFAULT '',
  records_count INTEGER NOT NULL
) STRICT;

-- What people decided about two records. Bound to the records' keys, so a verdict survives a new import.
CREATE TABLE verdict (
  verdict_id INTEGER PRIMARY KEY,
  left_id INTEGER NOT NULL,
  right_id INTEGER NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT ''
) STRICT;
-- A value a person fixed for a customer's record: it wins over every other.
CREATE TABLE manual_value (
  record_id INTEGER NOT NULL,
  field TEXT NOT NULL,
  value TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (record_id, field)
) STRICT, WITHOUT ROWID;

-- Who did what when, each row bound to the one before by its hash. object never holds a customer's value.
CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  actor TEXT NOT NULL,
  operation TEXT NOT NULL,
  object TEXT NOT NULL,
  purpose TEXT NOT NULL,
  result TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
