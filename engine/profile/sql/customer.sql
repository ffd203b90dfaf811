-- The golden records: customers of one record by a plain join, the others from what was agreed and decided, then what
-- follows from their values and events. Fields that no golden record has take no column.
-- reads: resolve.customer, standardise.customer, profile.decided, profile.household
-- writes: profile.customer_stored
-- slots: {{single}}, {{several}}, {{merged}}, {{name_function}}, {{base}}, {{derived}}, {{columns}}
CREATE OR REPLACE TABLE profile.customer_stored AS
WITH merged AS (
  SELECT
    member.cuid,
    1 AS records_count,
    1 AS sources_count,
    customer.recorded_at AS first_recorded_at,
    {{single}}
  FROM profile_member AS member
  JOIN resolve.customer AS resolved ON resolved.cuid = member.cuid
  JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
  WHERE NOT member.several
  UNION ALL
  SELECT
    agreed.cuid,
    agreed.records_count,
    agreed.sources_count,
    agreed.first_recorded_at,
    {{several}}
  FROM {{merged}} AS agreed
  LEFT JOIN profile_decided AS decided ON decided.cuid = agreed.cuid
),
named AS (
  SELECT
    *,
    {{name_function}} AS parts
  FROM merged
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
