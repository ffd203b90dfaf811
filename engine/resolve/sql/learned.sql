-- Under which standard, policy and chosen model the present weights were learned.
-- writes: resolve.learned
-- slots: {{standard_hash}}, {{policy_no}}, {{model_no}}, {{model_hash}}
CREATE OR REPLACE TABLE resolve.learned AS
SELECT
  '{{standard_hash}}' AS standard_hash,
  CAST({{policy_no}} AS BIGINT) AS policy_no,
  CAST({{model_no}} AS BIGINT) AS model_no,
  '{{model_hash}}' AS model_hash
