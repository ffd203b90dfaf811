-- A stored pair with its evidence.
-- reads: resolve.edge
-- params: $left, $right
SELECT
  entity,
  match_weight,
  evidence
FROM resolve.edge
WHERE (left_id = $left AND right_id = $right) OR (left_id = $right AND right_id = $left)
