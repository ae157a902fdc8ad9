import type { Geometry, Polygon, Position } from 'geojson'

const cells = 16

/**
 * A place inside the largest part of an area, far from its edges, for a name to
 * stand: the centre of the best of 16 × 16 cells. A centroid will not do, as a
 * county may surround another. Inside the inner areas the name would belong to
 * them, so it is kept out. Longitude and latitude, degrees.
 */
export function labelPoint(geometry: Geometry, inner: Geometry[] = []): Position | null {
  if (geometry.type === 'Point') return geometry.coordinates
  const rings = largestPart(geometry)
  const outer = rings?.[0]
  if (!rings || !outer) return null
  const box = bounds(outer)
  const cores = inner.flatMap((area) => largestPart(area)?.slice(0, 1) ?? [])
  let best: Position | null = null
  let deepest = 0
  for (let i = 0; i < cells * cells; i++) {
    const at = cellCentre(box, i)
    const depth = Math.min(depthSquared(at, rings), ...cores.map((core) => -depthSquared(at, [core])))
    if (depth > deepest) [best, deepest] = [at, depth]
  }
  return best ?? outer[0] ?? null
}

/** The size of the box around the largest part of an area, in square degrees; 0 for what is no area. */
export function boxSize(geometry: Geometry): number {
  const outer = largestPart(geometry)?.[0]
  if (!outer) return 0
  const [minX, minY, maxX, maxY] = bounds(outer)
  return (maxX - minX) * (maxY - minY)
}

function largestPart(geometry: Geometry): Position[][] | null {
  const parts = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.type === 'MultiPolygon' ? geometry.coordinates : []
  let largest: Polygon['coordinates'] | null = null
  let size = -1
  for (const rings of parts) {
    const area = Math.abs(ringArea(rings[0] ?? []))
    if (area > size) [largest, size] = [rings, area]
  }
  return largest
}

function ringArea(ring: Position[]): number {
  return sumEdges(ring, ([ax, ay], [bx, by]) => ax * by - bx * ay) / 2
}

/** Squared distance to the nearest edge, in degrees of latitude; outside it is negative. */
function depthSquared(p: Position, rings: Position[][]): number {
  const [x = 0, y = 0] = p
  const shrink = Math.cos((y * Math.PI) / 180)
  let inside = false
  let nearest = Infinity
  for (const ring of rings) {
    sumEdges(ring, ([ax, ay], [bx, by]) => {
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      nearest = Math.min(nearest, segmentSquared([(ax - x) * shrink, ay - y], [(bx - x) * shrink, by - y]))
      return 0
    })
  }
  return inside ? nearest : -nearest
}

/** Squared distance from the origin to a segment. */
function segmentSquared([ax, ay]: [number, number], [bx, by]: [number, number]): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length > 0 ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length)) : 0
  return (ax + t * dx) ** 2 + (ay + t * dy) ** 2
}

function sumEdges(ring: Position[], of: (a: [number, number], b: [number, number]) => number): number {
  let sum = 0
  for (let i = 1; i < ring.length; i++) sum += of(ring[i - 1] as [number, number], ring[i] as [number, number])
  return sum
}

function cellCentre([minX, minY, maxX, maxY]: [number, number, number, number], i: number): Position {
  const column = (i % cells) + 0.5
  const row = Math.floor(i / cells) + 0.5
  return [minX + ((maxX - minX) * column) / cells, minY + ((maxY - minY) * row) / cells]
}

function bounds(ring: Position[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x = 0, y = 0] of ring) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}
