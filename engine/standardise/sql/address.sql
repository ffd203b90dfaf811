-- The parts of every address, as customer.sql read them out of address_detail.
-- reads: standardise.customer
-- writes: standardise.address
CREATE OR REPLACE VIEW standardise.address AS
SELECT
  record_id,
  address_division_code AS division_code,
  address_province AS province,
  address_city AS city,
  address_district AS district,
  address_town AS town,
  address_road AS road,
  address_number AS number,
  address_building AS building,
  address_unit AS unit,
  address_floor AS floor,
  address_room AS room,
  address_place AS place
FROM standardise.customer
WHERE address_detail IS NOT NULL
