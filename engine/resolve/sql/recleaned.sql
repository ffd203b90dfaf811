-- Records that were cleaned since they were matched, came, or went, and how they looked then; all of them where that is not known.
-- reads: resolve.seen, standardise.customer
-- writes: resolve.recleaned
-- slots: {{cleaned_in}}, {{differs}}
CREATE OR REPLACE TEMP TABLE resolve_recleaned AS
WITH present AS (
  SELECT
    record_id,
    {{cleaned_in}} AS cleaned_in
  FROM standardise.customer
  WHERE entity IN ('person', 'organisation')
)
SELECT
  COALESCE(present.record_id, seen.record_id) AS record_id,
  present.cleaned_in,
  seen.entity AS entity_before,
  seen.content_hash AS content_hash_before
FROM present
FULL JOIN resolve.seen AS seen ON seen.record_id = present.record_id
WHERE {{differs}}
