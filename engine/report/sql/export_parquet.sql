-- The whole table as a Parquet file.
-- reads: profile.customer, profile.timeline, profile.lineage, standardise.finding, ingest.reject, measure.quality
-- slots: {{columns}}, {{table}}, {{only}}, {{file}}
COPY (
  SELECT
    {{columns}}
  FROM {{table}}
  WHERE {{only}}
) TO {{file}} (FORMAT parquet, COMPRESSION zstd)
