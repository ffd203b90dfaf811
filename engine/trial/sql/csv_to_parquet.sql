-- Turns a generated CSV file into Parquet; every column stays text.
-- reads: a file
-- writes: a file
-- slots: {{csv}} {{parquet}}
COPY (
  SELECT *
  FROM read_csv({{csv}}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"')
) TO {{parquet}} (FORMAT parquet)
