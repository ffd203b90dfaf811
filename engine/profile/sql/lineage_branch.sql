-- One field's part of lineage.sql: the customers whose records agree on it.
-- reads: profile.choice, resolve.customer, standardise.customer
-- slots: {{column}}, {{field}}
SELECT
  resolved.cuid,
  {{field}},
  min(customer.record_id),
  arg_min(customer.source_id, customer.record_id),
  CASE WHEN bool_and(COALESCE(list_contains(customer.derived_fields, {{field}}), false)) THEN 'derived' ELSE 'only_value' END,
  0
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
WHERE customer.{{column}} IS NOT NULL
  AND NOT EXISTS (
    SELECT 1
    FROM profile.choice AS choice
    WHERE choice.cuid = resolved.cuid AND choice.field = {{field}}
  )
GROUP BY resolved.cuid
