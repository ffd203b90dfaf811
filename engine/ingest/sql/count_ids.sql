-- Rows and distinct ids of an archived batch: when they agree, no line repeats another.
-- slots: {{archive}}
SELECT
  count(*) - count(DISTINCT zhike_id) AS repeated_count,
  count(*) AS rows_count
FROM {{archive}}
