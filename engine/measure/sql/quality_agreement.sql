-- Customers that several sources know: for each field, how many hold it at least twice, and how many of these agree.
-- reads: resolve.customer, standardise.customer
-- slots: {{values}} two aggregates a field, {{counts}} one pair of sums a field
WITH record AS NOT MATERIALIZED (
  SELECT
    resolved.cuid,
    customer.*
  FROM resolve.customer AS resolved
  JOIN standardise.customer ON customer.record_id = resolved.record_id
),
shared AS (
  SELECT cuid
  FROM record
  GROUP BY cuid
  HAVING min(source_id) <> max(source_id)
),
agreement AS (
  SELECT
    record.cuid,
    {{values}}
  FROM record
  SEMI JOIN shared ON shared.cuid = record.cuid
  GROUP BY record.cuid
)
SELECT
  count(*) AS customers_count,
  {{counts}}
FROM agreement
