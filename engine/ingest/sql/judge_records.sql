-- What becomes of each line: created, updated, unchanged, or duplicate (a later line has the same key).
-- reads: ingest.record
-- slots: {{affected}}
CREATE OR REPLACE TEMP TABLE ingest_verdict AS
SELECT
  identified.line,
  identified.zhike_id,
  identified.record_id,
  identified.occurrence,
  CASE
    WHEN identified.is_duplicate THEN 'duplicate'
    WHEN known.record_id IS NULL THEN 'created'
    WHEN known.row_hash = identified.row_hash THEN 'unchanged'
    ELSE 'updated'
  END AS verdict
FROM ingest_identified AS identified
LEFT JOIN ingest.record AS known
  ON known.record_id = identified.record_id
WHERE {{affected}}
