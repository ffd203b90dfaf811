-- Makes room for the view of the same name.
-- writes: profile.customer
DROP TABLE profile.customer
