-- The touched records, and all others of the customers they belonged to.
-- reads: resolve.customer
SELECT customer.record_id
FROM resolve.customer AS customer
WHERE customer.cuid IN (
  SELECT own.cuid
  FROM resolve.customer AS own
  WHERE own.record_id IN (SELECT record_id FROM resolve_touched)
)
UNION
SELECT record_id
FROM resolve_touched
ORDER BY record_id
