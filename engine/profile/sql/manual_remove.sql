-- Choices of the rules that a steward has overruled.
-- reads: profile.manual, resolve.customer
-- writes: profile.choice
-- slots: {{fields}}
DELETE FROM profile.choice
WHERE EXISTS (
  SELECT 1
  FROM profile.manual AS manual
  JOIN resolve.customer AS resolved ON resolved.record_id = manual.record_id
  WHERE resolved.cuid = choice.cuid AND manual.field = choice.field AND manual.field IN ({{fields}})
)
