-- One identifier's part of identifier.sql.
-- reads: resolve.customer, standardise.customer
-- slots: {{column}}, {{field}}
SELECT
  resolved.cuid,
  {{field}} AS type,
  CAST(customer.{{column}} AS VARCHAR) AS value,
  CAST(count(*) AS INTEGER) AS records_count,
  min(customer.recorded_at) AS first_seen_at,
  max(customer.recorded_at) AS last_seen_at
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
WHERE customer.{{column}} IS NOT NULL
GROUP BY resolved.cuid, customer.{{column}}
