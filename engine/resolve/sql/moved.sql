-- Records with other codes than the lake shows; no code: the record is gone.
-- writes: resolve.moved
-- slots: {{source}}
CREATE OR REPLACE TEMP TABLE resolve_moved AS
SELECT
  record_id,
  cuid
FROM {{source}}()
