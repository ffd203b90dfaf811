-- One page of a table that is being exported, in the order it is stored.
-- reads: profile.customer, profile.timeline, profile.lineage, standardise.finding, ingest.reject, measure.quality
-- slots: {{columns}}, {{table}}, {{only}}
-- params: $first, $last
SELECT
  {{columns}}
FROM {{table}}
WHERE rowid >= $first
  AND rowid < $last
  AND {{only}}
