-- The contingency table: how many records of each entity lie in each predicted cluster.
-- A record the prediction leaves out, or gives no cluster, is a cluster of its own.
-- reads: temporary tables
-- writes: a temporary table
CREATE OR REPLACE TEMP TABLE cell AS
WITH placed AS (
  SELECT
    coalesce(truth.member_of, chr(1) || 'alone:' || truth.record) AS entity,
    coalesce(predicted.member_of, chr(1) || 'left out:' || truth.record) AS cluster,
    predicted.record IS NULL AS missing
  FROM truth
  LEFT JOIN predicted ON predicted.record = truth.record
)
SELECT
  entity,
  cluster,
  count(*) AS records,
  count(*) FILTER (missing) AS missing
FROM placed
GROUP BY entity, cluster
