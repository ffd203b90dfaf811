-- The room's schema.
CREATE SCHEMA IF NOT EXISTS measure
