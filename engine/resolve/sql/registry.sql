-- How far the lake follows the registry: the last act its tables show.
-- writes: resolve.registry
-- slots: {{act_no}}
CREATE OR REPLACE TABLE resolve.registry AS
SELECT CAST({{act_no}} AS BIGINT) AS act_no
