-- How many customers two records are: 1 when they are one.
-- reads: resolve.customer
-- params: $left, $right
SELECT count(DISTINCT cuid)
FROM resolve.customer
WHERE record_id IN ($left, $right)
