-- The pairs of records of household_pairs.sql that speak of a touched customer, between the customers of now.
-- reads: resolve.edge, resolve.household_edge, resolve.customer
-- writes: resolve.household_pair
CREATE OR REPLACE TEMP TABLE resolve_household_pair AS
WITH own AS (
  SELECT record_id
  FROM resolve.customer
  WHERE cuid IN (SELECT cuid FROM resolve_household_touched)
),
pair AS (
  SELECT left_id, right_id, related_weight
  FROM resolve.edge
  WHERE entity = 'person' AND related_weight > 0 AND match_weight < 0
    AND (left_id IN (SELECT record_id FROM own) OR right_id IN (SELECT record_id FROM own))
  UNION ALL
  SELECT left_id, right_id, related_weight
  FROM resolve.household_edge
  WHERE (left_cuid IN (SELECT cuid FROM resolve_household_touched) OR right_cuid IN (SELECT cuid FROM resolve_household_touched))
    AND left_id NOT IN (SELECT record_id FROM resolve_changed)
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
