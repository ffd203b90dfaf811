-- Whether two records have been matched, and whether they are one customer.
-- reads: resolve.customer
-- params: $left, $right
SELECT
  (count(*) = 2)::BIGINT AS is_matched,
  (count(*) = 2 AND count(DISTINCT cuid) = 1)::BIGINT AS is_one
FROM resolve.customer
WHERE record_id IN ($left, $right)
