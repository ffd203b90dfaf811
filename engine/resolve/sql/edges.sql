-- The scored pairs of this run, put in place of the last run's.
-- writes: resolve.edge
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.edge AS
SELECT
  left_id,
  right_id,
  match_weight,
  match_probability,
  related_weight,
  entity,
  pattern
FROM {{source}}()
