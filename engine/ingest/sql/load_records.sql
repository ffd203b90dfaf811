-- New records, and new versions of known ones.
-- writes: ingest.record
-- slots: {{columns}}, {{expressions}}, {{archive}}
INSERT INTO ingest.record ({{columns}})
SELECT {{expressions}}
FROM {{archive}} AS arrived
JOIN ingest_verdict AS verdict
  ON verdict.line = arrived.zhike_line
WHERE verdict.verdict IN ('created', 'updated')
