-- One ageing field's part of gap.sql: no record has confirmed the value within its days.
-- reads: profile.customer, resolve.customer, standardise.customer
-- slots: {{column}}, {{field}}, {{days}}, {{today}}
SELECT
  golden.cuid,
  {{field}} AS field,
  'stale' AS reason
FROM profile.customer AS golden
JOIN resolve.customer AS resolved ON resolved.cuid = golden.cuid
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
WHERE customer.{{column}} = golden.{{column}}
GROUP BY golden.cuid
HAVING max(customer.recorded_at) < {{today}} - INTERVAL {{days}} DAY
