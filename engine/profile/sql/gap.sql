-- What ought to be known of a customer and is not (missing), or was last confirmed too long ago (stale).
-- reads: profile.customer, profile.lineage, standardise.customer
-- writes: profile.gap
-- slots: {{branches}}
CREATE OR REPLACE VIEW profile.gap AS
{{branches}}
