-- The number of records of an input.
-- reads: a temporary table
-- writes: nothing
-- slots: {{table}}
SELECT
  count(*) AS records
FROM {{table}}
