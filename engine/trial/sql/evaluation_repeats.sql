-- How many records come again in one input; none may.
-- reads: a temporary table
-- writes: nothing
-- slots: {{table}}
SELECT
  count(*) - count(DISTINCT record) AS repeats
FROM {{table}}
