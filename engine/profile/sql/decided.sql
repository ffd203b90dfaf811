-- The chosen values side by side, one row per customer with a choice.
-- reads: profile.choice
-- writes: profile.decided
-- slots: {{values}}
CREATE OR REPLACE TEMP TABLE profile_decided AS
SELECT
  cuid,
  {{values}}
FROM profile.choice
GROUP BY cuid
