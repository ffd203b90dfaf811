-- Under which standard and policy the present weights were learned.
-- writes: resolve.learned
-- slots: {{standard_hash}}, {{policy_no}}, {{model_hash}}
CREATE OR REPLACE TABLE resolve.learned AS
SELECT
  '{{standard_hash}}' AS standard_hash,
  CAST({{policy_no}} AS BIGINT) AS policy_no,
  '{{model_hash}}' AS model_hash
