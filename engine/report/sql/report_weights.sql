-- Scored pairs by match weight, in steps of two bits; the ends hold what lies beyond.
-- reads: resolve.edge
SELECT
  CAST(least(greatest(floor(match_weight / 2) * 2, -8), 40) AS INTEGER) AS weight_from,
  count(*) AS pairs_count
FROM resolve.edge
GROUP BY weight_from
ORDER BY weight_from
