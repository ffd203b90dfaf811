-- The rows of this run.
-- writes: measure.quality
-- slots: {{rows}}
INSERT INTO measure.quality (run_id, dimension, scope, name, numerator, denominator, ratio, target, judgement, previous, coverage)
VALUES
  {{rows}}
