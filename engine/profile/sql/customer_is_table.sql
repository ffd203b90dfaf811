-- 1 when an earlier Zhike left profile.customer as a table.
-- reads: 
SELECT count(*)
FROM duckdb_tables()
WHERE database_name = current_database()
  AND schema_name = 'profile'
  AND table_name = 'customer'
