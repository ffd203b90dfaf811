-- Every value that any record of a customer has in a field, and whether the golden record shows it.
-- reads: resolve.customer, standardise.customer, profile.customer
-- writes: profile.alternative
-- slots: {{branches}}
CREATE OR REPLACE VIEW profile.alternative AS
{{branches}}
