-- One field's part of alternative.sql.
-- reads: resolve.customer, standardise.customer, profile.customer
-- slots: {{column}}, {{field}}
SELECT
  resolved.cuid,
  {{field}} AS field,
  CAST(customer.{{column}} AS VARCHAR) AS value,
  customer.record_id,
  customer.source_id,
  customer.{{column}} IS NOT DISTINCT FROM golden.{{column}} AS won
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
JOIN profile.customer AS golden ON golden.cuid = resolved.cuid
WHERE customer.{{column}} IS NOT NULL
