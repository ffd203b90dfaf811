-- A field that no batch has brought before.
-- writes: ingest.record, ingest.record_past
-- slots: {{table}}, {{column}}
ALTER TABLE ingest.{{table}} ADD COLUMN {{column}} VARCHAR
