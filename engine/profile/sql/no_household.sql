-- Without a run that looked for households there are none.
-- writes: profile.household
CREATE OR REPLACE TABLE profile.household (
  cuid VARCHAR,
  household VARCHAR
)
