-- One row for every check that a value failed, of records and of events.
-- reads: standardise.customer, standardise.event, standardise.finding_kind
-- writes: standardise.finding
CREATE OR REPLACE TABLE standardise.finding AS
WITH failed AS (
  SELECT
    'record' AS subject,
    record_id AS subject_id,
    source_id,
    CAST(unnest(string_split(findings, ',')) AS INTEGER) AS kind_no
  FROM standardise.customer
  WHERE findings IS NOT NULL
  UNION ALL
  SELECT
    'event',
    event_id,
    source_id,
    CAST(unnest(string_split(findings, ',')) AS INTEGER)
  FROM standardise.event
  WHERE findings IS NOT NULL
)
SELECT
  failed.subject,
  failed.subject_id,
  failed.source_id,
  kind.field,
  kind.check_id,
  kind.dimension,
  kind.severity
FROM failed
JOIN standardise.finding_kind AS kind ON kind.kind_no = failed.kind_no
