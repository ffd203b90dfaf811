-- How often each check failed, by source and field.
-- reads: standardise.finding
-- slots: {{pairs}} field and check of the checks between fields
SELECT
  source_id,
  field,
  check_id,
  count(DISTINCT subject_id) AS failed_count
FROM standardise.finding
WHERE subject = 'record'
  AND ({{pairs}})
GROUP BY source_id, field, check_id
ORDER BY source_id, field, check_id
