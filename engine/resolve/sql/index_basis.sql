-- What an index of records belongs to: the records of its kind as they looked, and their pairs.
-- reads: resolve.seen, resolve.edge
-- params: $entity
SELECT
  (SELECT count(*) || '-' || COALESCE(bit_xor(hash(record_id, content_hash)), 0) FROM resolve.seen WHERE entity = $entity)
  || '/' ||
  (SELECT count(*) || '-' || COALESCE(bit_xor(hash(left_id, right_id, match_weight)), 0) FROM resolve.edge WHERE entity = $entity) AS basis
