-- The scored pairs within one customer, the strongest first.
-- reads: resolve.customer, resolve.edge
-- params: $cuid
SELECT
  edge.left_id,
  edge.right_id,
  edge.match_weight
FROM resolve.edge AS edge
JOIN resolve.customer AS left_customer ON left_customer.record_id = edge.left_id
JOIN resolve.customer AS right_customer ON right_customer.record_id = edge.right_id
WHERE left_customer.cuid = $cuid AND right_customer.cuid = $cuid
ORDER BY edge.match_weight DESC, edge.left_id, edge.right_id
