-- How many records and sources each customer has, and whether a steward fixed one of its values.
-- reads: resolve.customer, profile.manual
-- writes: profile.member
CREATE OR REPLACE TEMP TABLE profile_member AS
WITH counted AS (
  SELECT
    cuid,
    count(*) AS records_count
  FROM resolve.customer
  GROUP BY cuid
),
fixed AS (
  SELECT DISTINCT
    resolved.cuid
  FROM profile.manual AS manual
  JOIN resolve.customer AS resolved ON resolved.record_id = manual.record_id
)
SELECT
  counted.cuid,
  CAST(counted.records_count AS INTEGER) AS records_count,
  counted.records_count > 1 OR fixed.cuid IS NOT NULL AS several
FROM counted
LEFT JOIN fixed ON fixed.cuid = counted.cuid
