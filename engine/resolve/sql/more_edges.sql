-- The pairs of records that changed, as they are now; the columns are those of edges.sql.
-- writes: resolve.edge
-- slots: {{source}}
INSERT INTO resolve.edge BY NAME
FROM {{source}}()
