-- Records that came, went, or look different from when they were matched; no entity: gone, none before: new.
-- reads: standardise.customer, resolve.seen
-- writes: resolve.changed
-- slots: {{person}}, {{organisation}}
CREATE OR REPLACE TEMP TABLE resolve_changed AS
WITH present AS (
  SELECT
    record_id,
    entity,
    CASE entity WHEN 'person' THEN {{person}} ELSE {{organisation}} END AS content_hash
  FROM standardise.customer
  WHERE entity IN ('person', 'organisation')
)
SELECT
  COALESCE(present.record_id, seen.record_id) AS record_id,
  present.entity,
  seen.entity AS entity_before,
  present.content_hash
FROM present
FULL JOIN resolve.seen AS seen ON seen.record_id = present.record_id
WHERE present.content_hash IS DISTINCT FROM seen.content_hash
   OR present.entity IS DISTINCT FROM seen.entity
