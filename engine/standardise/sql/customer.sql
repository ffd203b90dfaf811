-- Records in their standard form, all or those that changed. One pass: the function cleans, types and checks the whole row.
-- reads: ingest.record, ingest.batch
-- writes: standardise.customer_stored
-- slots: {{begin}} a table made anew or rows added to it, {{function}}, {{arguments}}, {{among}}, {{columns}}, {{run_id}}
{{begin}}
WITH cleaned AS (
  SELECT
    record.record_id,
    record.source_id,
    record.batch_id,
    record.entity,
    batch.received_at,
    {{function}}({{arguments}}) AS clean
  FROM ingest.record AS record
  LEFT JOIN ingest.batch AS batch ON batch.batch_id = record.batch_id
  WHERE {{among}}
)
SELECT
  record_id,
  source_id,
  batch_id,
  entity,
  {{columns}},
  CASE WHEN clean.derived_fields IS NOT NULL THEN string_split(clean.derived_fields, ',') END AS derived_fields,
  COALESCE(clean.recorded_at, received_at) AS recorded_at,
  clean.address_division_code AS address_division_code,
  clean.address_province AS address_province,
  clean.address_city AS address_city,
  clean.address_district AS address_district,
  clean.address_town AS address_town,
  clean.address_road AS address_road,
  clean.address_number AS address_number,
  clean.address_building AS address_building,
  clean.address_unit AS address_unit,
  clean.address_floor AS address_floor,
  clean.address_room AS address_room,
  clean.address_place AS address_place,
  clean.findings AS findings,
  CAST({{run_id}} AS BIGINT) AS cleaned_in
FROM cleaned
