/* geos locates points in zones with prepared polygons of GEOS behind an
 * STR-tree, and writes for each point the zones that hold or touch it.
 *
 * usage: geos zones points hits
 *
 * zones: int32 number of zones; for each zone int32 polygons, for each polygon
 * int32 rings, for each ring int32 places and the places. points: int64 number
 * and the places. A place is two doubles. hits: for each point int32 number,
 * then the zones, ascending, each doubled, plus 1 if the point is on its
 * boundary. On standard output: seconds to build, seconds that the fastest chunk
 * of 10,000 points takes (hits counted with one predicate, intersects), number
 * of hits. The number of points is a multiple of the chunk.
 */
#include <geos_c.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const int64_t chunk = 10000;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void get(void *to, size_t size, size_t n, FILE *file) {
  if (fread(to, size, n, file) != n) {
    fprintf(stderr, "short file\n");
    exit(1);
  }
}

static int32_t count(FILE *file) {
  int32_t n;
  get(&n, sizeof n, 1, file);
  return n;
}

static GEOSGeometry *read_ring(FILE *file) {
  int32_t n = count(file);
  double *xy = malloc(16 * (size_t)n);
  get(xy, 16, n, file);
  GEOSGeometry *ring = GEOSGeom_createLinearRing(GEOSCoordSeq_copyFromBuffer(xy, n, 0, 0));
  free(xy);
  return ring;
}

static GEOSGeometry *read_zone(FILE *file) {
  int32_t polygons = count(file);
  GEOSGeometry **parts = malloc(polygons * sizeof *parts);
  for (int32_t i = 0; i < polygons; i++) {
    int32_t rings = count(file);
    GEOSGeometry *shell = read_ring(file), **holes = malloc(rings * sizeof *holes);
    for (int32_t k = 1; k < rings; k++) holes[k - 1] = read_ring(file);
    parts[i] = GEOSGeom_createPolygon(shell, holes, rings - 1);
    free(holes);
  }
  GEOSGeometry *zone = GEOSGeom_createCollection(GEOS_MULTIPOLYGON, parts, polygons);
  free(parts);
  return zone;
}

struct zone {
  int32_t number;
  GEOSGeometry *shape;
  const GEOSPreparedGeometry *prepared;
};

struct query {
  GEOSGeometry *point;
  int32_t n, hits[4096];
};

static void count_hit(void *item, void *data) {
  struct zone *zone = item;
  struct query *query = data;
  query->n += GEOSPreparedIntersects(zone->prepared, query->point) == 1;
}

static void note_hit(void *item, void *data) {
  struct zone *zone = item;
  struct query *query = data;
  if (GEOSPreparedIntersects(zone->prepared, query->point) != 1) return;
  int inside = GEOSPreparedContains(zone->prepared, query->point) == 1;
  if (query->n < 4096) query->hits[query->n++] = zone->number * 2 + !inside;
}

static int ascending(const void *a, const void *b) { return *(const int32_t *)a - *(const int32_t *)b; }

static int64_t run(GEOSSTRtree *tree, double *xy, int64_t n, GEOSQueryCallback each, FILE *out) {
  static struct query query;
  int64_t hits = 0;
  for (int64_t i = 0; i < n; i++) {
    query.point = GEOSGeom_createPointFromXY(xy[2 * i], xy[2 * i + 1]);
    query.n = 0;
    GEOSSTRtree_query(tree, query.point, each, &query);
    GEOSGeom_destroy(query.point);
    hits += query.n;
    if (out == NULL) continue;
    qsort(query.hits, query.n, sizeof(int32_t), ascending);
    fwrite(&query.n, sizeof(int32_t), 1, out);
    fwrite(query.hits, sizeof(int32_t), query.n, out);
  }
  return hits;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  initGEOS(NULL, NULL);
  FILE *file = fopen(argv[1], "rb");
  if (file == NULL) return 1;
  int32_t zones = count(file);
  struct zone *all = calloc(zones, sizeof *all);
  for (int32_t i = 0; i < zones; i++) all[i].number = i, all[i].shape = read_zone(file);
  fclose(file);

  double start = now();
  GEOSSTRtree *tree = GEOSSTRtree_create(10);
  for (int32_t i = 0; i < zones; i++) {
    all[i].prepared = GEOSPrepare(all[i].shape);
    double x0, x1, y0, y1;
    GEOSGeom_getXMin(all[i].shape, &x0), GEOSGeom_getXMax(all[i].shape, &x1);
    GEOSGeom_getYMin(all[i].shape, &y0), GEOSGeom_getYMax(all[i].shape, &y1);
    GEOSGeometry *middle = GEOSGeom_createPointFromXY((x0 + x1) / 2, (y0 + y1) / 2);
    GEOSPreparedIntersects(all[i].prepared, middle); /* builds its index */
    GEOSGeom_destroy(middle);
    GEOSSTRtree_insert(tree, all[i].shape, &all[i]);
  }
  static struct query first;
  first.point = GEOSGeom_createPointFromXY(0, 0);
  GEOSSTRtree_query(tree, first.point, count_hit, &first); /* builds the tree */
  double build = now() - start;

  if ((file = fopen(argv[2], "rb")) == NULL) return 1;
  int64_t n;
  get(&n, sizeof n, 1, file);
  double *xy = malloc(16 * (size_t)n);
  get(xy, 16, n, file);
  fclose(file);

  int64_t hits = 0;
  double least = 1e9;
  for (int64_t i = 0; i + chunk <= n; i += chunk) {
    start = now();
    hits += run(tree, xy + 2 * i, chunk, count_hit, NULL);
    double took = now() - start;
    if (took < least) least = took;
  }
  printf("%.9g %.9g %lld\n", build, least, (long long)hits);

  if ((file = fopen(argv[3], "wb")) == NULL) return 1;
  run(tree, xy, n, note_hit, file);
  return fclose(file) == 0 ? 0 : 1;
}
