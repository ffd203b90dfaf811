-- How much of what a run measured is in the lake.
-- reads: measure.quality
-- params: $run_id
SELECT count(*)
FROM measure.quality
WHERE run_id = $run_id
