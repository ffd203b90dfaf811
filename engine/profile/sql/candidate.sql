-- The records of customers that have several, with what the survivorship rules look at: one part of them.
-- reads: resolve.customer, standardise.customer, ingest.source, profile.member
-- slots: {{columns}}, {{address_parts}}
-- params: $parts, $part
SELECT
  member.member_no,
  member.cuid,
  customer.record_id,
  customer.source_id,
  COALESCE(source.trust, 50),
  COALESCE(CAST(greatest(0, least(17179869183, epoch(customer.recorded_at) + 2208988800)) AS BIGINT), 0),
  customer.recorded_at,
  {{address_parts}},
  {{columns}}
FROM profile_member AS member
JOIN resolve.customer AS resolved ON resolved.cuid = member.cuid
JOIN standardise.customer AS customer ON customer.record_id = resolved.record_id
LEFT JOIN ingest.source AS source ON source.source_id = customer.source_id
WHERE member.several AND member.member_no % $parts = $part
