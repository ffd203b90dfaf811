-- How many records of an archived batch the lake already knows.
-- reads: ingest.record
-- slots: {{archive}}
SELECT count(*) AS known_count
FROM {{archive}} AS arrived
SEMI JOIN ingest.record AS known
  ON known.record_id = arrived.zhike_id
