-- What the finding numbers of standardise.customer and standardise.event mean.
-- writes: standardise.finding_kind
-- slots: {{kinds}}
CREATE OR REPLACE TABLE standardise.finding_kind AS
SELECT
  *
FROM (VALUES {{kinds}}) AS kind(kind_no, field, check_id, dimension, severity)
