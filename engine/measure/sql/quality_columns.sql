-- The columns a table of the lake has; none when it is not there.
-- reads: 
-- params: $schema_name, $table_name
SELECT column_name
FROM duckdb_columns()
WHERE database_name = current_database()
  AND schema_name = $schema_name
  AND table_name = $table_name
ORDER BY column_index
