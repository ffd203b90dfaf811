-- Takes away customers from the households they had.
-- writes: resolve.household
-- slots: {{source}}
DELETE FROM resolve.household
WHERE cuid IN (SELECT cuid FROM {{source}}())
