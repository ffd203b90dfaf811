-- The newest run's quality, whole.
-- reads: measure.quality
SELECT
  run_id,
  dimension,
  scope,
  name,
  numerator,
  denominator,
  ratio,
  target,
  judgement,
  previous,
  coverage
FROM measure.quality
WHERE run_id = (SELECT max(run_id) FROM measure.quality)
ORDER BY scope, name, dimension
