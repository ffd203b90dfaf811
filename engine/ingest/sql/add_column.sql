-- A field the standard has gained.
-- writes: ingest.record, ingest.record_past
-- slots: {{table}}, {{column}}
ALTER TABLE ingest.{{table}} ADD COLUMN {{column}} VARCHAR
