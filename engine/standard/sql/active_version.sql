-- The document of the active standard.
-- reads: ledger.standard_version
SELECT
  content
FROM standard_version
WHERE status = 'published'
ORDER BY standard_version DESC
LIMIT 1
