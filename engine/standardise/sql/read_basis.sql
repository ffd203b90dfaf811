-- reads: standardise.basis
SELECT
  basis,
  strftime(day, '%Y-%m-%d')
FROM standardise.basis
