-- The golden records: what was chosen for each customer, then what follows from these values and from events. Fields that
-- no golden record has take no column.
-- reads: profile.decided, profile.household
-- writes: profile.customer_stored
-- slots: {{values}}, {{merged}}, {{name_function}}, {{base}}, {{derived}}, {{columns}}
CREATE OR REPLACE TABLE profile.customer_stored AS
WITH chosen AS (
  SELECT
    chosen.cuid,
    chosen.records_count,
    chosen.sources_count,
    chosen.first_recorded_at,
    {{values}}
  FROM {{merged}} AS chosen
  LEFT JOIN profile_decided AS decided ON decided.cuid = chosen.cuid
),
named AS (
  SELECT
    *,
    {{name_function}} AS parts
  FROM chosen
),
kin AS (
  SELECT
    cuid,
    min(household) AS household
  FROM profile.household
  GROUP BY cuid
),
derived AS (
  SELECT
    {{base}},
    {{derived}}
  FROM named
  LEFT JOIN profile_activity AS activity ON activity.cuid = named.cuid
  LEFT JOIN kin ON kin.cuid = named.cuid
)
SELECT
  {{columns}}
FROM derived
LEFT JOIN profile_fault AS fault ON fault.cuid = derived.cuid
