-- The columns of an input, without its rows.
-- reads: a file
-- writes: nothing
-- slots: {{reader}}
SELECT *
FROM {{reader}}
LIMIT 0
