-- Where every golden value comes from. Stored are only the fields where there was a choice; the rest is read off.
-- reads: profile.choice, resolve.customer, standardise.customer
-- writes: profile.lineage
-- slots: {{branches}}
CREATE OR REPLACE VIEW profile.lineage AS
SELECT
  choice.cuid,
  choice.field,
  choice.record_id,
  customer.source_id,
  choice.rule,
  choice.alternatives_count
FROM profile.choice AS choice
LEFT JOIN standardise.customer AS customer ON customer.record_id = choice.record_id
UNION ALL
{{branches}}
