-- The records of all customers, handed to the engine: the source and a hash of each value that is compared.
-- reads: resolve.customer, standardise.customer
-- slots: {{sink}}, {{values}} one a field, each behind a comma
SELECT count({{sink}}(
  resolved.cuid,
  customer.source_id{{values}}
)) AS records_count
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
