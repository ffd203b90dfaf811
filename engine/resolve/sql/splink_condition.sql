-- The pairs for which a condition of a Splink model holds; splink_pairs() is fed from memory.
-- reads: resolve.splink_record
-- slots: {{columns}}, {{condition}}
SELECT pair_number
FROM (
  SELECT
    p.pair_number,
    {{columns}}
  FROM splink_pairs() AS p
  JOIN resolve.splink_record AS l ON l.splink_row = p.left_row
  JOIN resolve.splink_record AS r ON r.splink_row = p.right_row
) AS compared
WHERE {{condition}}
ORDER BY pair_number
