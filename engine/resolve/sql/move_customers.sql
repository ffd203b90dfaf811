-- Gives moved records their new codes.
-- writes: resolve.customer
INSERT INTO resolve.customer
SELECT
  record_id,
  cuid
FROM resolve_kept
ORDER BY record_id
