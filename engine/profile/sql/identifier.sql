-- All identifiers that any record of a customer bears, with how many bear it and when it was first and last seen.
-- reads: resolve.customer, standardise.customer
-- writes: profile.identifier
-- slots: {{branches}}
CREATE OR REPLACE VIEW profile.identifier AS
{{branches}}
