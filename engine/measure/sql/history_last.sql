-- The last run before this one that measured something.
-- reads: ledger
SELECT max(run_id)
FROM quality_ratio
WHERE run_id < ?1
