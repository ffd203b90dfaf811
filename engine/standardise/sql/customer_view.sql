-- standardise.customer under its full width: the fields that no record has take no room in the stored table.
-- reads: standardise.customer_stored
-- writes: standardise.customer
-- slots: {{columns}}
CREATE OR REPLACE VIEW standardise.customer AS
SELECT
  record_id,
  source_id,
  batch_id,
  entity,
  {{columns}},
  derived_fields,
  recorded_at,
  address_division_code,
  address_province,
  address_city,
  address_district,
  address_town,
  address_road,
  address_number,
  address_building,
  address_unit,
  address_floor,
  address_room,
  address_place,
  findings,
  cleaned_in
FROM standardise.customer_stored
