-- Makes room for the view of the same name.
-- writes: standardise.customer
DROP TABLE standardise.customer
