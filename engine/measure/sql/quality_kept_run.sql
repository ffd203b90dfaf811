-- The last run before this one that measured something and was finished.
-- reads: ledger
SELECT run.run_id
FROM run
WHERE run.run_id < ?1
  AND run.state = 'done'
  AND EXISTS (SELECT 1 FROM quality WHERE quality.run_id = run.run_id)
ORDER BY run.run_id DESC
LIMIT 1
