-- The records of all customers, or of one part of them, with what the survivorship rules look at, handed to the engine.
-- reads: resolve.customer, standardise.customer, ingest.source
-- slots: {{sink}}, {{columns}}, {{address_parts}}, {{among}}
SELECT count({{sink}}(
  resolved.cuid,
  customer.source_id,
  customer.record_id,
  COALESCE(source.trust, 50),
  COALESCE(CAST(greatest(0, least(17179869183, epoch(customer.recorded_at) + 2208988800)) AS BIGINT), 0),
  customer.recorded_at,
  {{address_parts}},
  {{columns}}
)) AS records_count
FROM resolve.customer AS resolved
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
LEFT JOIN ingest.source AS source ON source.source_id = customer.source_id
WHERE {{among}}
