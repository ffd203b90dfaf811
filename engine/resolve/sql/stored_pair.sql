-- The weight of a stored pair.
-- reads: resolve.edge
-- params: $left, $right
SELECT
  match_weight
FROM resolve.edge
WHERE (left_id = $left AND right_id = $right) OR (left_id = $right AND right_id = $left)
