-- What the rows of standardise.customer_stored follow from besides the records, and the day they were checked on.
-- writes: standardise.basis
-- slots: {{basis}}, {{day}}
CREATE OR REPLACE TABLE standardise.basis AS
SELECT
  {{basis}} AS basis,
  CAST({{day}} AS DATE) AS day
