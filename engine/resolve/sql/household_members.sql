-- The customers of one customer's household.
-- reads: resolve.household
-- params: $cuid
SELECT
  household,
  cuid
FROM resolve.household
WHERE household = (SELECT any_value(household) FROM resolve.household WHERE cuid = $cuid)
ORDER BY cuid
