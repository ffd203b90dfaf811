-- One identifier's part of find.sql.
-- reads: standardise.customer, resolve.customer
-- slots: {{column}}, {{field}}, {{parameter}}
SELECT resolved.cuid, 2, {{field}}, 'exact'
FROM standardise.customer AS customer
JOIN resolve.customer AS resolved ON resolved.record_id = customer.record_id
WHERE customer.{{column}} = {{parameter}}
