-- What each run measured of quality. The lake can be made again, but only from the batches there are today: what it was
-- like at an earlier run cannot be measured a second time. Only what could be measured is kept.
-- writes: ledger
CREATE TABLE quality (
  run_id INTEGER NOT NULL REFERENCES run,
  dimension TEXT NOT NULL,
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  numerator INTEGER NOT NULL,
  denominator INTEGER NOT NULL,
  ratio REAL NOT NULL,
  target REAL,
  previous REAL,
  coverage REAL,
  PRIMARY KEY (run_id, dimension, scope, name)
) STRICT, WITHOUT ROWID;
