/* geos joins points with zones as a GIS programmer would: prepared polygons of
 * GEOS behind its STR-tree, everything on one core.
 *
 * usage: geos ZONES POINTS OUT
 *
 * ZONES has a zone a line: code, tab, WKT. POINTS is CSV with a header and no
 * quotes; its third and fourth column are longitude and latitude. OUT gets every
 * row with one column more: the codes of the zones that hold or touch the point,
 * ";" between them, in the order of the tree. On standard output: seconds to
 * read the zones, to index them, and to read, join and write the points.
 */
#define _GNU_SOURCE
#include <geos_c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct zone {
  char *code;
  const GEOSPreparedGeometry *prepared;
};

struct query {
  GEOSGeometry *point;
  FILE *out;
  int hits;
};

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fail(const char *what) {
  fprintf(stderr, "geos: %s\n", what);
  exit(1);
}

static FILE *must_open(const char *name, const char *mode) {
  FILE *file = fopen(name, mode);
  if (file == NULL) fail(name);
  setvbuf(file, NULL, _IOFBF, 1 << 20);
  return file;
}

static void hit(void *item, void *data) {
  struct zone *zone = item;
  struct query *query = data;
  if (GEOSPreparedIntersects(zone->prepared, query->point) != 1) return;
  putc(query->hits++ ? ';' : ',', query->out);
  fputs(zone->code, query->out);
}

/* read_zones puts the zones into the tree, which keeps them. */
static GEOSSTRtree *read_zones(const char *name) {
  FILE *file = must_open(name, "r");
  GEOSSTRtree *tree = GEOSSTRtree_create(10);
  GEOSWKTReader *reader = GEOSWKTReader_create();
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, file) > 0) {
    char *tab = strchr(line, '\t');
    if (tab == NULL) fail("a zone without a tab");
    *tab = 0;
    GEOSGeometry *shape = GEOSWKTReader_read(reader, tab + 1);
    if (shape == NULL) fail("a zone that is no WKT");
    struct zone *zone = malloc(sizeof *zone);
    zone->code = strdup(line);
    zone->prepared = GEOSPrepare(shape);
    GEOSSTRtree_insert(tree, shape, zone);
  }
  free(line);
  fclose(file);
  return tree;
}

static void ignore(void *item, void *data) { (void)item, (void)data; }

static void join(GEOSSTRtree *tree, const char *from, const char *to) {
  FILE *file = must_open(from, "r");
  struct query query = {.out = must_open(to, "w")};
  char *line = NULL;
  size_t size = 0;
  ssize_t n = getline(&line, &size, file);
  fprintf(query.out, "%.*s,zones\n", (int)strcspn(line, "\r\n"), line);
  while ((n = getline(&line, &size, file)) > 0) {
    if (line[n - 1] == '\n') line[n - 1] = 0;
    char *field = line;
    for (int column = 0; column < 2; column++)
      if ((field = strchr(field, ',')) == NULL) fail("a row of too few columns");
      else field++;
    double x = strtod(field, &field), y = strtod(field + 1, NULL);
    query.point = GEOSGeom_createPointFromXY(x, y);
    query.hits = 0;
    fputs(line, query.out);
    GEOSSTRtree_query(tree, query.point, hit, &query);
    if (query.hits == 0) putc(',', query.out);
    putc('\n', query.out);
    GEOSGeom_destroy(query.point);
  }
  fclose(file);
  if (fclose(query.out) != 0) fail(to);
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  initGEOS(NULL, NULL);
  double began = now();
  GEOSSTRtree *tree = read_zones(argv[1]);
  double read = now();
  GEOSGeometry *anywhere = GEOSGeom_createPointFromXY(0, 0);
  GEOSSTRtree_query(tree, anywhere, ignore, NULL); /* builds the tree */
  double built = now();
  join(tree, argv[2], argv[3]);
  printf("%.6f %.6f %.6f\n", read - began, built - read, now() - built);
  return 0;
}
