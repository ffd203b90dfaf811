-- How many records each customer has, and whether its values have to be chosen: it has several records, or a steward
-- fixed one. Those are numbered.
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
),
judged AS (
  SELECT
    counted.cuid,
    counted.records_count > 1 OR fixed.cuid IS NOT NULL AS several
  FROM counted
  LEFT JOIN fixed ON fixed.cuid = counted.cuid
)
SELECT
  cuid,
  several,
  row_number() OVER () - 1 AS member_no
FROM judged
