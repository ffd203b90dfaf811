-- Without a registry there are no former codes.
-- writes: profile.alias
CREATE OR REPLACE TABLE profile.alias (
  cuid VARCHAR,
  present VARCHAR
)
