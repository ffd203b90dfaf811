-- What records look like now, each as one number; how much it says (record_weight()), and in which run it was cleaned.
-- reads: standardise.customer
-- writes: resolve.present
-- slots: {{person}}, {{organisation}}, {{person_weight}}, {{organisation_weight}}, {{cleaned_in}}, {{among}}
CREATE OR REPLACE TEMP VIEW resolve_present AS
SELECT
  record_id,
  entity,
  CASE entity WHEN 'person' THEN {{person}} ELSE {{organisation}} END AS content_hash,
  CASE entity WHEN 'person' THEN {{person_weight}} ELSE {{organisation_weight}} END AS weight,
  {{cleaned_in}} AS cleaned_in
FROM standardise.customer
WHERE entity IN ('person', 'organisation')
  AND {{among}}
