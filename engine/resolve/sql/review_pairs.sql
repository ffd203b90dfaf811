-- Scored pairs in the steward's band: those of two customers, and those that alone hold a customer of two records together.
-- reads: resolve.edge, resolve.customer
-- params: $from_bits, $to_bits
WITH size AS (
  SELECT
    cuid,
    count(*) AS records_count
  FROM resolve.customer
  GROUP BY cuid
)
SELECT
  edge.entity,
  edge.pattern,
  edge.left_id,
  edge.right_id,
  edge.match_weight,
  edge.match_probability,
  left_customer.cuid = right_customer.cuid AS merged
FROM resolve.edge AS edge
JOIN resolve.customer AS left_customer ON left_customer.record_id = edge.left_id
JOIN resolve.customer AS right_customer ON right_customer.record_id = edge.right_id
JOIN size ON size.cuid = left_customer.cuid
WHERE edge.match_weight BETWEEN $from_bits AND $to_bits
  AND (left_customer.cuid <> right_customer.cuid OR size.records_count = 2)
ORDER BY edge.entity, edge.pattern, edge.left_id, edge.right_id
