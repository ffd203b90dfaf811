-- The customers with the values chosen for them, one row each. The first part makes the table, the others are added.
-- writes: profile.merged
-- slots: {{begin}}, {{source}}
{{begin}}
SELECT * FROM {{source}}()
