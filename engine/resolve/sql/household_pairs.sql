-- Pairs of records of two customers that seem to share a household: those stored now, and those that a full run found too
-- unlike to store.
-- reads: resolve.edge, resolve.household_edge, resolve.customer
WITH pair AS (
  SELECT left_id, right_id, related_weight
  FROM resolve.edge
  WHERE entity = 'person' AND related_weight > 0 AND match_weight < 0
  UNION ALL
  SELECT left_id, right_id, related_weight
  FROM resolve.household_edge
  WHERE left_id NOT IN (SELECT record_id FROM resolve_changed)
    AND right_id NOT IN (SELECT record_id FROM resolve_changed)
)
SELECT
  left_customer.cuid AS left_cuid,
  right_customer.cuid AS right_cuid,
  pair.related_weight,
  pair.left_id,
  pair.right_id
FROM pair
JOIN resolve.customer AS left_customer ON left_customer.record_id = pair.left_id
JOIN resolve.customer AS right_customer ON right_customer.record_id = pair.right_id
WHERE left_customer.cuid <> right_customer.cuid
