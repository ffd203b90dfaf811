-- The pairs of records that changed, as they are now.
-- writes: resolve.edge
-- slots: {{source}}
INSERT INTO resolve.edge
SELECT
  left_id,
  right_id,
  match_weight,
  match_probability,
  related_weight,
  entity,
  pattern,
  evidence
FROM {{source}}()
