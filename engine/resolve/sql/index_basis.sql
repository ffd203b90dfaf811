-- What an index of records belongs to: the records and the pairs of a run. Another run has others.
-- reads: resolve.cluster, resolve.edge
SELECT
  (SELECT count(*) || '-' || COALESCE(bit_xor(hash(record_id)), 0) FROM resolve.cluster)
  || '/' ||
  (SELECT count(*) || '-' || COALESCE(bit_xor(hash(left_id, right_id, match_weight)), 0) FROM resolve.edge) AS basis
