-- Every sum the scores are made of, from the contingency table.
-- reads: temporary tables
-- writes: nothing
WITH cluster_size AS (
  SELECT
    cluster,
    CAST(sum(records) AS BIGINT) AS size
  FROM cell
  GROUP BY cluster
),
entity_size AS (
  SELECT
    entity,
    CAST(sum(records) AS BIGINT) AS size
  FROM cell
  GROUP BY entity
),
of_clusters AS (
  SELECT
    count(*) AS clusters,
    coalesce(max(size), 0) AS largest,
    CAST(coalesce(sum(size * (size - 1) // 2), 0) AS BIGINT) AS pairs
  FROM cluster_size
),
of_entities AS (
  SELECT
    count(*) AS entities,
    coalesce(max(size), 0) AS largest,
    CAST(coalesce(sum(size * (size - 1) // 2), 0) AS BIGINT) AS pairs
  FROM entity_size
),
of_cells AS (
  SELECT
    CAST(coalesce(sum(cell.records), 0) AS BIGINT) AS records,
    CAST(coalesce(sum(cell.missing), 0) AS BIGINT) AS missing,
    CAST(coalesce(sum(cell.records * (cell.records - 1) // 2), 0) AS BIGINT) AS pairs,
    CAST(coalesce(sum(cell.records * cell.records / cluster_size.size), 0) AS DOUBLE) AS bcubed_precision,
    CAST(coalesce(sum(cell.records * cell.records / entity_size.size), 0) AS DOUBLE) AS bcubed_recall,
    count(*) FILTER (cell.records = cluster_size.size AND cell.records = entity_size.size) AS exact
  FROM cell
  JOIN cluster_size ON cluster_size.cluster = cell.cluster
  JOIN entity_size ON entity_size.entity = cell.entity
)
SELECT
  of_cells.records,
  of_cells.missing,
  of_cells.pairs,
  of_clusters.pairs,
  of_entities.pairs,
  of_cells.bcubed_precision,
  of_cells.bcubed_recall,
  of_cells.exact,
  of_clusters.clusters,
  of_entities.entities,
  of_clusters.largest,
  of_entities.largest
FROM of_cells, of_clusters, of_entities
