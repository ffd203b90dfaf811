-- profile.customer under its full width: the fields that no golden record has take no room in the stored table.
-- reads: profile.customer_stored
-- writes: profile.customer
-- slots: {{columns}}
CREATE OR REPLACE VIEW profile.customer AS
SELECT
  cuid,
  records_count,
  sources_count,
  {{columns}}
FROM profile.customer_stored
