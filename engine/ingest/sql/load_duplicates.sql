-- Lines that a later line of the same file replaces.
-- writes: ingest.record_past
-- slots: {{columns}}, {{expressions}}, {{archive}}
-- params: $batch_id
INSERT INTO ingest.record_past ({{columns}}, superseded_by)
SELECT
  {{expressions}},
  $batch_id
FROM {{archive}} AS arrived
JOIN ingest_verdict AS verdict
  ON verdict.line = arrived.zhike_line AND verdict.zhike_id = arrived.zhike_id
WHERE verdict.verdict = 'duplicate'
