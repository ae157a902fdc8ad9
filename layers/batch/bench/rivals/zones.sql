-- Zones once, before anything is timed: whole, and cut into pieces of at most 128
-- vertices, which PostGIS tests faster. A cut rounds where it crosses an edge, so
-- that only whole zones are exact.
DROP TABLE IF EXISTS source, zones, pieces, planar;
CREATE UNLOGGED TABLE source (code text, wkt text);
\copy source FROM '$IN'
CREATE UNLOGGED TABLE zones AS
  SELECT row_number() OVER ()::int AS id, code, ST_GeomFromText(wkt) AS geom FROM source;
CREATE UNLOGGED TABLE pieces AS SELECT id, code, ST_Subdivide(geom, 128) AS geom FROM zones;

-- For the nearest: in a plane in which a degree of longitude is as long as one of
-- latitude.
CREATE UNLOGGED TABLE planar AS SELECT id, code, ST_Scale(geom, :across, 1) AS geom
  FROM (SELECT id, code, ST_Subdivide(geom, 64) AS geom FROM zones) AS cut;
CREATE INDEX ON planar USING gist (geom);
VACUUM ANALYZE zones, pieces, planar;
