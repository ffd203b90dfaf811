-- The winner of every contested field, the rule that made it win, and how many other values there were.
-- reads: profile.manual, profile.contender
-- writes: profile.choice
-- slots: {{rules}}, {{names}}
CREATE OR REPLACE TABLE profile.choice AS
WITH won AS (
  SELECT
    cuid,
    field_no,
    max(key) AS best,
    arg_max(value, key) AS value,
    arg_max(record_id, key) AS record_id,
    count(*) - 1 AS alternatives_count
  FROM profile_contender
  GROUP BY cuid, field_no
),
lost AS (
  SELECT
    contender.cuid,
    contender.field_no,
    max(contender.key) AS second
  FROM profile_contender AS contender
  JOIN won ON won.cuid = contender.cuid AND won.field_no = contender.field_no
  WHERE contender.value <> won.value
  GROUP BY contender.cuid, contender.field_no
)
SELECT
  won.cuid,
  {{names}} AS field,
  won.value,
  won.record_id,
  {{rules}} AS rule,
  CAST(won.alternatives_count AS INTEGER) AS alternatives_count
FROM won
LEFT JOIN lost ON lost.cuid = won.cuid AND lost.field_no = won.field_no
