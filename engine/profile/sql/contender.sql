-- Every distinct value of a contested field with the best claim that one of its records makes for it.
-- reads: standardise.finding
-- writes: profile.contender
-- slots: {{branches}}
CREATE OR REPLACE TEMP TABLE profile_contender AS
WITH contested AS MATERIALIZED (
  SELECT
    several.*,
    agreed.contested
  FROM profile_several AS several
  JOIN profile_agreed AS agreed ON agreed.cuid = several.cuid
  WHERE agreed.contested <> 0
)
{{branches}}
