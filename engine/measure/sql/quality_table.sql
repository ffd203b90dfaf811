-- One row per run, dimension and thing measured. ratio is NULL where nothing could be measured, target where none is set.
-- writes: measure.quality
CREATE TABLE IF NOT EXISTS measure.quality (
  run_id BIGINT,
  dimension VARCHAR,
  scope VARCHAR,
  name VARCHAR,
  numerator BIGINT,
  denominator BIGINT,
  ratio DOUBLE,
  target DOUBLE,
  judgement VARCHAR,
  previous DOUBLE,
  coverage DOUBLE
)
