-- Takes away what an earlier try of the same run wrote.
-- writes: measure.quality
-- params: $run_id
DELETE FROM measure.quality
WHERE run_id = $run_id
