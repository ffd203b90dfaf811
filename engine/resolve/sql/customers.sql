-- The permanent code of every record.
-- writes: resolve.customer
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.customer AS
SELECT
  record_id,
  cuid
FROM {{source}}()
