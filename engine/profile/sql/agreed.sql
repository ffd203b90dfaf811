-- One row per customer of several records: the value where all agree, and which fields they disagree on, as bits.
-- reads: standardise.customer
-- writes: profile.agreed
-- slots: {{values}}, {{contested}}
CREATE OR REPLACE TEMP TABLE profile_agreed AS
SELECT
  cuid,
  CAST(count(*) AS INTEGER) AS records_count,
  CAST(count(DISTINCT source_id) AS INTEGER) AS sources_count,
  min(recorded_at) AS first_recorded_at,
  {{values}},
  {{contested}} AS contested
FROM profile_several
GROUP BY cuid
