-- Takes away the touched parts of the edges.
-- writes: resolve.household_edge
DELETE FROM resolve.household_edge
WHERE part IN (SELECT part FROM resolve_household_part)
