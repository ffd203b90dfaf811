-- What every record looked like when it was matched: what differs from it is to be looked at again.
-- reads: standardise.customer
-- writes: resolve.seen
-- slots: {{person}}, {{organisation}}
CREATE OR REPLACE TABLE resolve.seen AS
SELECT
  record_id,
  entity,
  CASE entity WHEN 'person' THEN {{person}} ELSE {{organisation}} END AS content_hash
FROM standardise.customer
WHERE entity IN ('person', 'organisation')
ORDER BY record_id
