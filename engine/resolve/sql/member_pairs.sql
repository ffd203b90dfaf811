-- The scored pairs among some customers.
-- reads: resolve.customer, resolve.edge
-- params: $cuids
WITH member AS (
  SELECT record_id
  FROM resolve.customer
  WHERE cuid IN (SELECT unnest(string_split($cuids, ',')))
)
SELECT
  edge.left_id,
  edge.right_id,
  edge.match_weight
FROM resolve.edge AS edge
SEMI JOIN member AS left_member ON left_member.record_id = edge.left_id
SEMI JOIN member AS right_member ON right_member.record_id = edge.right_id
ORDER BY edge.left_id, edge.right_id
