-- Pairs whose reference number is itself wrong: they say nothing about the value and leave the accuracy figure.
-- reads: standardise.customer, standardise.finding
-- slots: {{tested}} all fields of the pair are present
-- params: $field, $check_id, $partner
WITH unproved AS (
  SELECT DISTINCT subject_id
  FROM standardise.finding
  WHERE subject = 'record' AND field = $partner AND dimension = 'validity'
),
failed AS (
  SELECT DISTINCT subject_id
  FROM standardise.finding
  WHERE subject = 'record' AND field = $field AND check_id = $check_id
)
SELECT
  customer.source_id,
  count(*) AS pairs_count,
  count(failed.subject_id) AS failed_count
FROM standardise.customer
JOIN unproved ON unproved.subject_id = customer.record_id
LEFT JOIN failed ON failed.subject_id = customer.record_id
WHERE {{tested}}
GROUP BY customer.source_id
ORDER BY customer.source_id
