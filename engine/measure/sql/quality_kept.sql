-- What a run measured.
-- reads: ledger
SELECT
  dimension,
  scope,
  name,
  numerator,
  denominator,
  ratio,
  target,
  previous,
  coverage
FROM quality
WHERE run_id = ?1
ORDER BY dimension, scope, name
