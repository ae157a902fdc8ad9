import { expect, test } from 'vitest'
import { area, bearing, grouped, metres, share } from './quantity'

const plain = (text: string) => text.replaceAll('\u202f', ' ')

test.each([
  [0, 0, '0'],
  [999, 0, '999'],
  [1000, 0, '1 000'],
  [12345.678, 2, '12 345.68'],
  [-1234567.5, 1, '−1 234 567.5'],
])('grouped %f to %i', (value, digits, want) => expect(plain(grouped(value, digits))).toBe(want))

test('area in m² and 亩', () => expect(plain(area(30000))).toBe('30 000.00 ㎡（45.00 亩）'))

test.each([
  [0, '0.00 %'],
  [0.4115, '41.15 %'],
  [0.00001, '< 0.01 %'],
  [0.99999, '> 99.99 %'],
  [1, '100.00 %'],
])('share %f', (value, want) => expect(share(value)).toBe(want))

test.each([
  [0, '0 m'],
  [30, '30 m'],
  [8.26, '8.3 m'],
  [386.4, '386 m'],
  [9876, '9 876 m'],
  [12345, '12.3 km'],
])('metres %f', (value, want) => expect(plain(metres(value))).toBe(want))

test.each([
  [37, '北东 37°', 'N37°E'],
  [120, '南东 60°', 'S60°E'],
  [200, '南西 20°', 'S20°W'],
  [300, '北西 60°', 'N60°W'],
  [0.2, '正北', 'N'],
  [359.8, '正北', 'N'],
  [90, '正东', 'E'],
  [180.4, '正南', 'S'],
  [270, '正西', 'W'],
])('bearing %f', (value, zh, en) => expect(bearing(value)).toEqual({ zh, en }))
