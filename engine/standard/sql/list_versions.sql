-- All versions, newest first.
-- reads: ledger.standard_version
SELECT
  standard_version,
  hash,
  status,
  author,
  created_at
FROM standard_version
ORDER BY standard_version DESC
