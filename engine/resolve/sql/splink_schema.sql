-- A lake of its own in memory, for the conditions of a Splink model that only DuckDB understands.
-- writes: resolve
CREATE SCHEMA resolve
