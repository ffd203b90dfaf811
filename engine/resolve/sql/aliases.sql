-- Former codes and the codes they lead to now.
-- writes: resolve.alias
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.alias AS
SELECT
  cuid,
  present
FROM {{source}}()
ORDER BY cuid
