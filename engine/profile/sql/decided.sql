-- The stewards' values side by side, one row per customer with one.
-- reads: profile.choice
-- writes: profile.decided
-- slots: {{values}}
CREATE OR REPLACE TEMP TABLE profile_decided AS
SELECT
  cuid,
  {{values}}
FROM profile.choice
WHERE rule = 'manual_first'
GROUP BY cuid
