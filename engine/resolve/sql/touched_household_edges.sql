-- All edges of those parts as they are now: those between customers that are the same as before, and the pairs found now.
-- reads: resolve.household_edge
SELECT left_cuid, right_cuid, related_weight, left_id, right_id
FROM resolve.household_edge
WHERE part IN (SELECT part FROM resolve_household_part)
  AND left_cuid NOT IN (SELECT cuid FROM resolve_household_touched)
  AND right_cuid NOT IN (SELECT cuid FROM resolve_household_touched)
UNION ALL
SELECT left_cuid, right_cuid, related_weight, left_id, right_id
FROM resolve_household_pair
