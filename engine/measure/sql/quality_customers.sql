-- How many golden records are asked for each field, and how many have it.
-- reads: profile.customer
-- slots: {{counts}} one aggregate a line
SELECT
  count(*) AS customers_count,
  {{counts}}
FROM profile.customer
