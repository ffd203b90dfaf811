-- Records that came, went, or look different from when they were matched; no entity: gone, none before: new.
-- reads: resolve.seen
-- writes: resolve.changed
CREATE OR REPLACE TEMP TABLE resolve_changed AS
SELECT
  COALESCE(present.record_id, seen.record_id) AS record_id,
  present.entity,
  seen.entity AS entity_before,
  present.content_hash
FROM resolve_present AS present
FULL JOIN resolve.seen AS seen ON seen.record_id = present.record_id
WHERE present.content_hash IS DISTINCT FROM seen.content_hash
   OR present.entity IS DISTINCT FROM seen.entity
