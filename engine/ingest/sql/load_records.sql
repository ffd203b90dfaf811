-- New records, and new versions of known ones. Several records may stand on one line (a JSON array), so the id tells them
-- apart as well.
-- writes: ingest.record
-- slots: {{columns}}, {{expressions}}, {{archive}}
INSERT INTO ingest.record ({{columns}})
SELECT {{expressions}}
FROM {{archive}} AS arrived
JOIN ingest_verdict AS verdict
  ON verdict.line = arrived.zhike_line AND verdict.zhike_id = arrived.zhike_id
WHERE verdict.verdict IN ('created', 'updated')
QUALIFY row_number() OVER (PARTITION BY verdict.record_id) = 1
