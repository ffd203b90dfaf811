-- 1 when the table is a view, whose rows have no stored order.
-- reads: 
-- params: $schema_name, $table_name
SELECT count(*)
FROM duckdb_views()
WHERE database_name = current_database()
  AND schema_name = $schema_name
  AND view_name = $table_name
