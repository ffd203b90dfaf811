-- Customers that seem to share a household, each pair once, with the records that say so most strongly.
-- part: the smallest customer of all those that the edges around hang together with.
-- writes: resolve.household_edge
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.household_edge AS
SELECT
  left_cuid,
  right_cuid,
  related_weight,
  left_id,
  right_id,
  part
FROM {{source}}()
ORDER BY left_cuid, right_cuid
