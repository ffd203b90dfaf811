-- The customers that seem to share a household with one, the surest first.
-- reads: resolve.household_edge
-- params: $cuid
SELECT
  CASE WHEN left_cuid = $cuid THEN right_cuid ELSE left_cuid END AS other,
  related_weight
FROM resolve.household_edge
WHERE left_cuid = $cuid OR right_cuid = $cuid
ORDER BY related_weight DESC, other
