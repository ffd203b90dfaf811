-- Pairs with one end in a customer that were not joined, the strongest first.
-- reads: resolve.customer, resolve.edge
-- params: $cuid, $limit
WITH inside AS (
  SELECT record_id
  FROM resolve.customer
  WHERE cuid = $cuid
),
crossing AS (
  SELECT
    edge.left_id AS inside_id,
    edge.right_id AS outside_id,
    edge.match_weight
  FROM resolve.edge AS edge
  SEMI JOIN inside ON inside.record_id = edge.left_id
  UNION ALL
  SELECT
    edge.right_id,
    edge.left_id,
    edge.match_weight
  FROM resolve.edge AS edge
  SEMI JOIN inside ON inside.record_id = edge.right_id
)
SELECT
  crossing.inside_id,
  crossing.outside_id,
  outside.cuid
FROM crossing
JOIN resolve.customer AS outside ON outside.record_id = crossing.outside_id
WHERE outside.cuid <> $cuid
ORDER BY crossing.match_weight DESC, crossing.inside_id, crossing.outside_id
LIMIT $limit
