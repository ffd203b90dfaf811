-- The households that customers of those parts had. Whoever has one has an edge.
-- reads: resolve.household, resolve.household_edge
WITH inside AS (
  SELECT left_cuid AS cuid
  FROM resolve.household_edge
  WHERE part IN (SELECT part FROM resolve_household_part)
  UNION
  SELECT right_cuid
  FROM resolve.household_edge
  WHERE part IN (SELECT part FROM resolve_household_part)
)
SELECT
  cuid,
  household
FROM resolve.household
WHERE cuid IN (SELECT cuid FROM inside)
