-- What the tables of households follow from: the registry's act and the ledger's event that they show; and how many there are.
-- writes: resolve.household_basis
-- slots: {{act_no}}, {{event_no}}, {{households_count}}
CREATE OR REPLACE TABLE resolve.household_basis AS
SELECT
  CAST({{act_no}} AS BIGINT) AS act_no,
  CAST({{event_no}} AS BIGINT) AS event_no,
  CAST({{households_count}} AS BIGINT) AS households_count
