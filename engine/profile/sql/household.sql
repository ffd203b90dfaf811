-- The household of each customer, as it stood when the golden records were made.
-- reads: resolve.household
-- writes: profile.household
CREATE OR REPLACE TABLE profile.household AS
SELECT
  cuid,
  household
FROM resolve.household
