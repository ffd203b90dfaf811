-- Which records are one customer: the cluster is named by its smallest record.
-- writes: resolve.cluster
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.cluster AS
SELECT
  record_id,
  cluster_id
FROM {{source}}()
