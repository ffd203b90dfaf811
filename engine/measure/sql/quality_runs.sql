-- The runs whose figures the lake holds.
-- reads: measure.quality
SELECT DISTINCT run_id
FROM measure.quality
ORDER BY run_id
