-- The customers whose values had to be chosen, one row each: what all records agree on, and the winners. The first part
-- makes the table, the others are added.
-- writes: profile.merged
-- slots: {{begin}}, {{source}}
{{begin}}
SELECT * FROM {{source}}()
