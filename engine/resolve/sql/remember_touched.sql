-- The records that stay in the lake, under the codes they have now.
-- reads: resolve.customer
-- writes: resolve.kept
CREATE OR REPLACE TEMP TABLE resolve_kept AS
SELECT
  customer.record_id,
  moved.cuid
FROM resolve.customer AS customer
JOIN resolve_moved AS moved ON moved.record_id = customer.record_id
WHERE moved.cuid <> ''
