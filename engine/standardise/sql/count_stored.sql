-- How many records the last run standardised.
-- reads: standardise.customer_stored
SELECT
  count(*)
FROM standardise.customer_stored
