-- One derived field's part of lineage.sql: no record has it, Zhike works it out.
-- reads: profile.customer
-- slots: {{column}}, {{field}}
SELECT
  cuid,
  {{field}},
  CAST(NULL AS BIGINT),
  CAST(NULL AS VARCHAR),
  'derived',
  0
FROM profile.customer
WHERE {{column}} IS NOT NULL
