-- The codes of touched records, as they are now.
-- writes: resolve.customer
-- slots: {{source}}
INSERT INTO resolve.customer
SELECT
  record_id,
  cuid
FROM {{source}}()
