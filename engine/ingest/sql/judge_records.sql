-- What becomes of each line: created, updated, unchanged, or duplicate (a later line has the same key).
-- A line without a key that repeats another one is a record of its own: its id moves on by the number of the occurrence.
-- reads: ingest.record
-- slots: {{row_hash}}, {{is_keyed}}, {{archive}}, {{affected}}
CREATE OR REPLACE TEMP TABLE ingest_verdict AS
WITH numbered AS (
  SELECT
    zhike_line AS line,
    zhike_id,
    {{row_hash}} AS row_hash,
    {{is_keyed}} AS is_keyed,
    row_number() OVER (PARTITION BY zhike_id ORDER BY zhike_line) AS occurrence,
    count(*) OVER (PARTITION BY zhike_id) AS occurrences
  FROM {{archive}} AS arrived
),
identified AS (
  SELECT
    line,
    zhike_id,
    row_hash,
    is_keyed AND occurrence < occurrences AS is_duplicate,
    occurrence,
    CASE
      WHEN is_keyed OR occurrence = 1 THEN zhike_id
      ELSE ((zhike_id::HUGEINT + (occurrence - 1) * 6364136223846793005::HUGEINT) % 9223372036854775807)::BIGINT
    END AS record_id
  FROM numbered
)
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
FROM identified
LEFT JOIN ingest.record AS known
  ON known.record_id = identified.record_id
WHERE {{affected}}
