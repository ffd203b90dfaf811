-- A view made into rows once, so that it can be read page by page.
-- reads: profile.timeline, profile.lineage, profile.record
-- slots: {{table}}
CREATE OR REPLACE TEMP TABLE report_export AS
SELECT *
FROM {{table}}
