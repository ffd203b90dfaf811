-- The values to compare, as text, of one kind of customer. Ordered by record so that a run repeats exactly.
-- reads: standardise.customer
-- slots: {{columns}}, {{among}}
-- params: $entity
SELECT
  record_id,
  {{columns}}
FROM standardise.customer
WHERE entity = $entity
  AND {{among}}
ORDER BY record_id
