-- One more than the greatest row id; NULL for an empty table.
-- reads: profile.customer, profile.timeline, profile.lineage, standardise.finding, ingest.reject, measure.quality
-- slots: {{table}}
SELECT max(rowid) + 1 AS rows_end
FROM {{table}}
