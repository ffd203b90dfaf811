-- What was compared and how much it was worth: one row for each field and level of the learned model.
-- writes: resolve.field
-- slots: {{source}}
CREATE OR REPLACE TABLE resolve.field AS
SELECT
  entity,
  position,
  name,
  kind,
  shared,
  level,
  label,
  m,
  u
FROM {{source}}()
