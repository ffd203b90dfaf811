-- Records whose customer may be another one now.
-- writes: resolve.touched
-- slots: {{source}}
CREATE OR REPLACE TEMP TABLE resolve_touched AS
SELECT record_id
FROM {{source}}()
