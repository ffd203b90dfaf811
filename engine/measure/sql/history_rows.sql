-- What was measured by the runs before this one, run by run.
-- reads: ledger
SELECT
  run_id,
  dimension,
  scope,
  name,
  numerator,
  denominator,
  ratio,
  target,
  previous,
  coverage
FROM quality_ratio
WHERE run_id < ?1
ORDER BY run_id, dimension, scope, name
