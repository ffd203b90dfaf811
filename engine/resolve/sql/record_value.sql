-- One standardised value of two records, as text.
-- reads: standardise.customer
-- slots: {{column}}
-- params: $left, $right
SELECT
  record_id,
  CAST({{column}} AS VARCHAR)
FROM standardise.customer
WHERE record_id IN ($left, $right)
