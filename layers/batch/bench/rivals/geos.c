/* geos joins points with zones as a GIS programmer would: prepared polygons of
 * GEOS behind its STR-tree, everything on one core.
 *
 * usage: geos ZONES POINTS OUT
 *        geos ZONES OUT
 *
 * The second form writes the zones, of polygons alone, after making them valid.
 *
 * ZONES has a zone a line: code, tab, WKT. POINTS is CSV with a header and no
 * quotes; its third and fourth column are longitude and latitude. OUT gets every
 * row with one column more: the codes of the zones that hold or touch the point,
 * ";" between them, in the order of the tree.
 */
#define _GNU_SOURCE
#include <geos_c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct zone {
  char *code;
  const GEOSPreparedGeometry *prepared;
};

struct query {
  GEOSGeometry *point;
  FILE *out;
  int hits;
};

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

/* each_zone hands every zone on: its code, which lasts as long as the call, and
 * its shape. */
static void each_zone(const char *name, void (*take)(const char *code, GEOSGeometry *shape, void *data), void *data) {
  FILE *file = must_open(name, "r");
  GEOSWKTReader *reader = GEOSWKTReader_create();
  char *line = NULL;
  size_t size = 0;
  while (getline(&line, &size, file) > 0) {
    char *tab = strchr(line, '\t');
    if (tab == NULL) fail("a zone without a tab");
    *tab = 0;
    GEOSGeometry *shape = GEOSWKTReader_read(reader, tab + 1);
    if (shape == NULL) fail("a zone that is no WKT");
    take(line, shape, data);
  }
  free(line);
  fclose(file);
}

/* plant puts a zone into the tree, which keeps it. */
static void plant(const char *code, GEOSGeometry *shape, void *tree) {
  struct zone *zone = malloc(sizeof *zone);
  zone->code = strdup(code);
  zone->prepared = GEOSPrepare(shape);
  GEOSSTRtree_insert(tree, shape, zone);
}

static void write_valid(const char *code, GEOSGeometry *shape, void *out) {
  GEOSMakeValidParams *params = GEOSMakeValidParams_create();
  GEOSMakeValidParams_setMethod(params, GEOS_MAKE_VALID_STRUCTURE);
  GEOSMakeValidParams_setKeepCollapsed(params, 0);
  GEOSGeometry *valid = GEOSMakeValidWithParams(shape, params);
  if (valid == NULL) fail("a zone that cannot be made valid");
  GEOSWKTWriter *writer = GEOSWKTWriter_create();
  GEOSWKTWriter_setRoundingPrecision(writer, 17);
  GEOSWKTWriter_setTrim(writer, 1);
  fprintf(out, "%s\t%s\n", code, GEOSWKTWriter_write(writer, valid));
}

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
  initGEOS(NULL, NULL);
  if (argc == 3) {
    FILE *out = must_open(argv[2], "w");
    each_zone(argv[1], write_valid, out);
    return fclose(out) == 0 ? 0 : 1;
  }
  if (argc != 4) return 2;
  GEOSSTRtree *tree = GEOSSTRtree_create(10);
  each_zone(argv[1], plant, tree);
  join(tree, argv[2], argv[3]);
  return 0;
}
