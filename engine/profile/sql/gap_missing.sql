-- One expected field's part of gap.sql.
-- reads: profile.customer
-- slots: {{column}}, {{field}}, {{expected}}
SELECT
  golden.cuid,
  {{field}} AS field,
  'missing' AS reason
FROM profile.customer AS golden
WHERE golden.{{column}} IS NULL AND {{expected}}
