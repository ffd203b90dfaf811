-- Keeps what a run measured.
-- writes: ledger
INSERT INTO quality
  (run_id, dimension, scope, name, numerator, denominator, ratio, target, previous, coverage)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
