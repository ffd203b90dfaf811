-- The columns of a table of the lake with their types; none when it has not been made.
-- reads: 
-- params: $schema_name, $table_name
SELECT
  column_name,
  data_type
FROM duckdb_columns()
WHERE database_name = current_database()
  AND schema_name = $schema_name
  AND table_name = $table_name
ORDER BY column_index
