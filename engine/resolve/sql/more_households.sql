-- Customers that have a household now, or another one.
-- writes: resolve.household
-- slots: {{source}}
INSERT INTO resolve.household BY NAME
FROM {{source}}()
