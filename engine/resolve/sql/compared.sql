-- How those records look now, and how they looked when they were matched.
-- writes: resolve.compared
CREATE OR REPLACE TEMP TABLE resolve_compared AS
SELECT
  recleaned.record_id,
  present.entity,
  recleaned.entity_before,
  present.content_hash,
  present.weight,
  recleaned.content_hash_before,
  recleaned.cleaned_in
FROM resolve_recleaned AS recleaned
LEFT JOIN resolve_present AS present ON present.record_id = recleaned.record_id
