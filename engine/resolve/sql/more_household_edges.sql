-- The touched parts as they are now; the columns are those of household_edges.sql.
-- writes: resolve.household_edge
-- slots: {{source}}
INSERT INTO resolve.household_edge BY NAME
FROM {{source}}()
