-- What every record looks like now, as one number.
-- reads: standardise.customer
-- writes: resolve.present
-- slots: {{person}}, {{organisation}}
CREATE OR REPLACE TEMP VIEW resolve_present AS
SELECT
  record_id,
  entity,
  CASE entity WHEN 'person' THEN {{person}} ELSE {{organisation}} END AS content_hash
FROM standardise.customer
WHERE entity IN ('person', 'organisation')
