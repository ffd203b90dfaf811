-- A batch in which every record is new and occurs once.
-- writes: ingest.record
-- slots: {{columns}}, {{expressions}}, {{archive}}
INSERT INTO ingest.record ({{columns}})
SELECT {{expressions}}
FROM {{archive}} AS arrived
