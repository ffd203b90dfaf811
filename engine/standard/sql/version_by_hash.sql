-- The document of a version by its content hash.
-- reads: ledger.standard_version
-- params: ?1 hash
SELECT
  content
FROM standard_version
WHERE hash = ?1
ORDER BY standard_version DESC
LIMIT 1
