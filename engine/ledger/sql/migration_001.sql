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

-- One act: what a run or a person did to the registry of codes at one moment. Acts, events and moves are append only and
-- hold the whole history; record_code and code_alias are what they add up to, kept for quick reading.
-- Codes are stored as number * 4 + letter (0 P, 1 O, 2 H); places as code * 2 + 1 when the record is gone, else code * 2.
CREATE TABLE identity_act (
  act_no INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  run_id INTEGER NOT NULL,
  actor TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT '',
  at TEXT NOT NULL,
  standard_hash TEXT NOT NULL DEFAULT '',
  model_hash TEXT NOT NULL DEFAULT '',
  policy_no INTEGER NOT NULL DEFAULT 0,
  undoes_act INTEGER NOT NULL DEFAULT 0,
  undoes_event INTEGER NOT NULL DEFAULT 0,
  moves_count INTEGER NOT NULL,
  next_number INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_act_by_run ON identity_act (run_id);
-- What happened to a customer: merged, split, moved, pinned, undone. That a customer was created, or that a record joined
-- or left, is read from the moves.
CREATE TABLE identity_event (
  event_no INTEGER PRIMARY KEY,
  act_no INTEGER NOT NULL REFERENCES identity_act,
  kind TEXT NOT NULL CHECK (kind IN ('merged', 'split', 'moved', 'pinned', 'undone')),
  code INTEGER NOT NULL,
  other INTEGER NOT NULL,
  records_count INTEGER NOT NULL,
  cause TEXT NOT NULL,
  weight REAL NOT NULL,
  left_id INTEGER NOT NULL,
  right_id INTEGER NOT NULL,
  subject INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_event_by_act ON identity_event (act_no);
CREATE INDEX identity_event_by_code ON identity_event (code);
CREATE INDEX identity_event_by_other ON identity_event (other);
-- Which record went from where to where, many to a row: resolve/identity_moves.h tells the form.
CREATE TABLE identity_move (
  act_no INTEGER NOT NULL REFERENCES identity_act,
  chunk_no INTEGER NOT NULL,
  first_record INTEGER NOT NULL,
  last_record INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (act_no, chunk_no)
) STRICT;
CREATE TABLE record_code (
  record_id INTEGER PRIMARY KEY,
  place INTEGER NOT NULL
) STRICT;
-- A code without records of its own leads to the code that took most of them.
CREATE TABLE code_alias (
  code INTEGER PRIMARY KEY,
  present INTEGER NOT NULL
) STRICT;

-- What people decided. A verdict binds pairs of records; of several about one pair the newest in force holds. It is in
-- force as long as its act is not undone.
CREATE TABLE verdict (
  verdict_id INTEGER PRIMARY KEY,
  act_no INTEGER NOT NULL REFERENCES identity_act,
  verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different', 'unsure')),
  question TEXT NOT NULL DEFAULT '',
  decided_by TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX verdict_by_act ON verdict (act_no);
CREATE TABLE verdict_pair (
  verdict_id INTEGER NOT NULL REFERENCES verdict,
  left_id INTEGER NOT NULL,
  right_id INTEGER NOT NULL,
  PRIMARY KEY (verdict_id, left_id, right_id)
) STRICT, WITHOUT ROWID;
-- The records a verdict is about, by source and key, with the hash of what they held when it was given.
CREATE TABLE verdict_record (
  verdict_id INTEGER NOT NULL REFERENCES verdict,
  record_id INTEGER NOT NULL,
  source_id TEXT NOT NULL,
  source_key TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  PRIMARY KEY (verdict_id, record_id)
) STRICT, WITHOUT ROWID;

-- Policies of the workspace, one row per change; the newest holds.
CREATE TABLE policy (
  policy_no INTEGER PRIMARY KEY,
  content TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT ''
) STRICT;
-- Models that people chose for matching, the last of a kind of customer holds; without content its weights are learned.
CREATE TABLE match_model (
  model_no INTEGER PRIMARY KEY,
  entity TEXT NOT NULL,
  content TEXT NOT NULL,
  policy_no INTEGER NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
-- What the last run over all records learned.
CREATE TABLE learned_model (
  entity TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  run_id INTEGER NOT NULL
) STRICT;
-- Answers of a replay that wait to be accepted or dropped. models: content by kind of customer, as JSON.
CREATE TABLE replay (
  replay_id INTEGER PRIMARY KEY,
  request TEXT NOT NULL,
  models TEXT NOT NULL,
  base_act INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'dropped')),
  report TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE TABLE replay_move (
  replay_id INTEGER NOT NULL REFERENCES replay,
  chunk_no INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (replay_id, chunk_no)
) STRICT;

-- Households: permanent codes of their own over customers, and relations that people or files declared.
CREATE TABLE household_code (
  customer INTEGER PRIMARY KEY,
  household INTEGER NOT NULL
) STRICT;
CREATE TABLE household_event (
  event_no INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('created', 'joined', 'left', 'merged', 'split', 'moved')),
  household INTEGER NOT NULL,
  other INTEGER NOT NULL,
  customer INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX household_event_by_household ON household_event (household);
CREATE TABLE relation (
  relation_id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('family', 'employer', 'branch', 'group_company')),
  left_id INTEGER NOT NULL,
  right_id INTEGER NOT NULL,
  valid_from TEXT NOT NULL DEFAULT '',
  valid_to TEXT NOT NULL DEFAULT '',
  evidence TEXT NOT NULL DEFAULT '',
  declared_by TEXT NOT NULL,
  at TEXT NOT NULL,
  ended_at TEXT NOT NULL DEFAULT ''
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
