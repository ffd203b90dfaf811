-- The raw text beside the standard form, field by field.
-- reads: ingest.record, standardise.customer
-- writes: standardise.compared
-- slots: {{branches}}
CREATE OR REPLACE VIEW standardise.compared AS
{{branches}}
