-- Which record each line of a batch is.
-- A line without a key that repeats another one is a record of its own: its id moves on by the number of the occurrence.
-- slots: {{row_hash}}, {{is_keyed}}, {{archive}}
CREATE OR REPLACE TEMP TABLE ingest_identified AS
WITH numbered AS (
  SELECT
    zhike_line AS line,
    zhike_id,
    {{row_hash}} AS row_hash,
    {{is_keyed}} AS is_keyed,
    row_number() OVER (PARTITION BY zhike_id ORDER BY zhike_line) AS occurrence,
    count(*) OVER (PARTITION BY zhike_id) AS occurrences
  FROM {{archive}} AS arrived
)
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
