-- The columns a table of the schema has now.
-- params: $table_name
SELECT column_name
FROM duckdb_columns()
WHERE schema_name = 'ingest'
  AND table_name = $table_name
ORDER BY column_index
