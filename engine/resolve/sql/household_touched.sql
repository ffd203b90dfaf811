-- Customers of other records than before, and those whose records look different now.
-- reads: resolve.customer
-- writes: resolve.household_touched
-- slots: {{source}}
CREATE OR REPLACE TEMP TABLE resolve_household_touched AS
SELECT cuid
FROM {{source}}()
UNION
SELECT cuid
FROM resolve.customer
WHERE record_id IN (SELECT record_id FROM resolve_changed)
