-- The checks that failed most often.
-- reads: standardise.finding
SELECT
  subject,
  field,
  check_id,
  any_value(severity) AS severity,
  count(*) AS findings_count
FROM standardise.finding
GROUP BY subject, field, check_id
ORDER BY findings_count DESC, subject, field, check_id
LIMIT 15
