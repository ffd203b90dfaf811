-- The parts of the edges as they were that touched customers, or pairs found now, lie in.
-- reads: resolve.household_edge
-- writes: resolve.household_part
CREATE OR REPLACE TEMP TABLE resolve_household_part AS
WITH near AS (
  SELECT cuid FROM resolve_household_touched
  UNION
  SELECT left_cuid FROM resolve_household_pair
  UNION
  SELECT right_cuid FROM resolve_household_pair
)
SELECT DISTINCT part
FROM resolve.household_edge
WHERE left_cuid IN (SELECT cuid FROM near) OR right_cuid IN (SELECT cuid FROM near)
