-- The ratios of the run before this one.
-- reads: measure.quality
-- params: $run_id
SELECT
  dimension,
  scope,
  name,
  ratio
FROM measure.quality
WHERE ratio IS NOT NULL
  AND run_id = (SELECT max(run_id) FROM measure.quality WHERE run_id < $run_id)
ORDER BY dimension, scope, name
