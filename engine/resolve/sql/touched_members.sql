-- The touched records that are there, and how much each says. What resolve.seen tells of compared records is of before.
-- reads: resolve.seen
SELECT
  record_id,
  entity,
  weight
FROM resolve_compared
WHERE entity IS NOT NULL
  AND record_id IN (SELECT record_id FROM resolve_touched)
UNION ALL
SELECT
  record_id,
  entity,
  weight
FROM resolve.seen
WHERE record_id IN (SELECT record_id FROM resolve_touched)
  AND record_id NOT IN (SELECT record_id FROM resolve_compared)
