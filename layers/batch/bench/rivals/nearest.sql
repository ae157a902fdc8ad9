-- The join, and of each well the nearest zone that it does not lie in, by the
-- index (<->), which is exact in the plane. LATERAL is not run in parallel: several
-- connections run this at once, each with a share of the wells.
CREATE TEMP TABLE wells (id int, name text, lon float8, lat float8, depth_m int, use text,
  geom geometry GENERATED ALWAYS AS (ST_MakePoint(lon, lat)) STORED);
\copy wells (id, name, lon, lat, depth_m, use) FROM '$IN' CSV HEADER
CREATE INDEX ON wells USING gist (geom);
ANALYZE wells;
CREATE TEMP TABLE met AS
  SELECT w.id, array_agg(z.id) AS zones
  FROM pieces z JOIN wells w ON ST_Intersects(z.geom, w.geom) GROUP BY w.id;
CREATE TEMP TABLE asked AS
  SELECT w.id, ST_Scale(w.geom, :across, 1) AS geom, coalesce(m.zones, '{}') AS zones
  FROM wells w LEFT JOIN met m USING (id);
\copy (SELECT a.id, n.code, n.distance FROM asked a CROSS JOIN LATERAL (SELECT z.code, z.geom <-> a.geom AS distance FROM planar z WHERE z.id <> ALL (a.zones) ORDER BY z.geom <-> a.geom LIMIT 1) n) TO '$OUT' CSV
