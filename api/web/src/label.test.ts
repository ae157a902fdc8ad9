import type { Position } from 'geojson'
import { expect, test } from 'vitest'
import { labelPoint } from './label'

const box = (x: number, y: number, size: number): Position[] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
]

test('a point is its own place', () => {
  expect(labelPoint({ type: 'Point', coordinates: [1, 2] })).toEqual([1, 2])
})

test('a square is named near its middle', () => {
  const [x = NaN, y = NaN] = labelPoint({ type: 'Polygon', coordinates: [box(0, 0, 16)] }) ?? []
  expect(Math.hypot(x - 8, y - 8)).toBeLessThan(2)
})

test('a county that surrounds another is not named inside the hole', () => {
  const [x = NaN, y = NaN] = labelPoint({ type: 'Polygon', coordinates: [box(0, 0, 10), box(2, 2, 7)] }) ?? []
  expect(x < 2 || x > 9 || y < 2 || y > 9).toBe(true)
})

test('a zone is not named inside the stricter zone that it holds', () => {
  const [x = NaN, y = NaN] = labelPoint({ type: 'Polygon', coordinates: [box(0, 0, 10)] }, [{ type: 'Polygon', coordinates: [box(2, 2, 7)] }]) ?? []
  expect(x < 2 || x > 9 || y < 2 || y > 9).toBe(true)
})

test('the largest part is named', () => {
  const [x = NaN] = labelPoint({ type: 'MultiPolygon', coordinates: [[box(0, 0, 1)], [box(10, 0, 5)]] }) ?? []
  expect(x).toBeGreaterThan(10)
})

test('a line has no place for a name', () => {
  expect(labelPoint({ type: 'LineString', coordinates: [[0, 0], [1, 1]] })).toBeNull()
})
