-- 1 when an earlier Zhike left standardise.customer as a table.
-- reads: 
SELECT count(*)
FROM duckdb_tables()
WHERE database_name = current_database()
  AND schema_name = 'standardise'
  AND table_name = 'customer'
