-- Values with findings, once per record and field however many checks failed. A placeholder is judged by completeness
-- alone; a value that could not be read at all is absent from the typed column and counts as assigned and invalid.
-- reads: standardise.customer, standardise.finding, ingest.batch
-- slots: {{recorded}}, {{absent}} CASE by field: no typed value, {{expected}} CASE by field: asked of this record, {{fresh}} CASE by field: young enough
-- params: $now
WITH failed AS (
  SELECT
    subject_id,
    field,
    bool_or(dimension = 'validity') AS invalid,
    bool_or(dimension = 'timeliness') AS late,
    bool_or(check_id = 'not_placeholder') AS placeholder
  FROM standardise.finding
  WHERE subject = 'record' AND dimension IN ('validity', 'timeliness')
  GROUP BY subject_id, field
),
judged AS (
  SELECT
    record.source_id,
    failed.field,
    failed.invalid AND NOT failed.placeholder AS invalid,
    failed.late AND NOT failed.placeholder AS late,
    failed.placeholder,
    {{absent}} AS absent,
    {{expected}} AS expected,
    {{fresh}} AS fresh
  FROM failed
  JOIN (
    SELECT
      customer.*,
      (epoch(CAST($now AS TIMESTAMPTZ)) - epoch({{recorded}})) / 86400 AS age_days
    FROM standardise.customer
    LEFT JOIN ingest.batch ON batch.batch_id = customer.batch_id
  ) AS record ON record.record_id = failed.subject_id
)
SELECT
  source_id,
  field,
  count(*) FILTER (invalid) AS invalid_count,
  count(*) FILTER (invalid AND absent) AS invalid_absent_count,
  count(*) FILTER (placeholder AND NOT absent) AS placeholder_count,
  count(*) FILTER (placeholder AND NOT absent AND expected) AS placeholder_expected_count,
  count(*) FILTER (placeholder AND NOT absent AND fresh) AS placeholder_fresh_count,
  count(*) FILTER (late AND NOT absent AND fresh) AS late_fresh_count
FROM judged
GROUP BY source_id, field
ORDER BY source_id, field
