-- The join, CSV to CSV: zones outer, GiST on the wells. The zones
-- are whole, or pieces with DISTINCT: a well on a cut lies in two of them.
DROP TABLE IF EXISTS wells;
CREATE UNLOGGED TABLE wells (id int, name text, lon float8, lat float8, depth_m int, use text,
  geom geometry GENERATED ALWAYS AS (ST_MakePoint(lon, lat)) STORED);
\copy wells (id, name, lon, lat, depth_m, use) FROM '$IN' CSV HEADER
CREATE INDEX ON wells USING gist (geom);
ANALYZE wells;
\copy (SELECT $DISTINCT w.id, z.code FROM $ZONES z JOIN wells w ON ST_Intersects(z.geom, w.geom)) TO '$OUT' CSV
