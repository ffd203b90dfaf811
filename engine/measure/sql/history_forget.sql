-- Takes away what an earlier try of the same run kept.
-- writes: ledger
DELETE FROM quality_ratio
WHERE run_id = ?1
