-- The household of every customer that has one.
-- writes: resolve.household
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.household AS
SELECT
  cuid,
  household
FROM {{source}}()
ORDER BY cuid
