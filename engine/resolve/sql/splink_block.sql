-- The pairs of a blocking rule of a Splink model that is no plain equality.
-- reads: resolve.splink_record
-- slots: {{rule}}
SELECT
  l.splink_row AS left_row,
  r.splink_row AS right_row
FROM resolve.splink_record AS l
JOIN resolve.splink_record AS r ON l.splink_row < r.splink_row AND ({{rule}})
ORDER BY left_row, right_row
LIMIT 100000001
