-- Customers by kind of party.
-- reads: profile.customer
SELECT
  party_type,
  count(*) AS customers_count
FROM profile.customer
GROUP BY party_type
ORDER BY customers_count DESC, party_type
