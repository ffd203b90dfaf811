-- Former codes, as they stood when the golden records were made: both change together.
-- reads: resolve.alias
-- writes: profile.alias
CREATE OR REPLACE TABLE profile.alias AS
SELECT
  cuid,
  present
FROM resolve.alias
