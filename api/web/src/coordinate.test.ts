import { describe, expect, test } from 'vitest'
import { readCoordinate, type Extent } from './coordinate'

const jincheng: Extent = [111.9, 35.1, 113.7, 36.1]
const kashgar: Extent = [75, 38, 77, 40] // longitude below 90: the range decides nothing

describe('a coordinate that can be read', () => {
  test.each([
    ['112.85,35.50', 112.85, 35.5, 'range'],
    ['35.50, 112.85', 112.85, 35.5, 'range'],
    ['112.85 35.50', 112.85, 35.5, 'range'],
    ['１１２．８５，３５．５０', 112.85, 35.5, 'range'],
    ['(112.85；35.50)', 112.85, 35.5, 'range'],
    ['116.4, 39.9', 116.4, 39.9, 'range'], // Beijing: far away, no error of input
    ['E112.85 N35.50', 112.85, 35.5, 'labels'],
    ['35.50N, 112.85E', 112.85, 35.5, 'labels'],
    ['北纬35.50° 东经112.85°', 112.85, 35.5, 'labels'],
    ['lon=112.85 lat=35.50', 112.85, 35.5, 'labels'],
    ['经度：112.85，纬度：35.50', 112.85, 35.5, 'labels'],
    ['112°51′00.00″ 35°30′0″', 112.85, 35.5, 'range'],
    ['东经112度51分0秒，北纬35度30分0秒', 112.85, 35.5, 'labels'],
    [`N:35°30'0" E:112°51'`, 112.85, 35.5, 'labels'],
    ["E112°51.000′，N35°30.000′", 112.85, 35.5, 'labels'],
    ['W 0.5 S 0.25', -0.5, -0.25, 'labels'],
  ])('%s', (text, lon, lat, because) => {
    const got = readCoordinate(text, jincheng)
    expect(got).toMatchObject({ because })
    if ('refused' in got) return
    expect(got.lon).toBeCloseTo(lon, 9)
    expect(got.lat).toBeCloseTo(lat, 9)
  })

  test('the extent decides where range cannot', () => {
    expect(readCoordinate('39.5, 76.0', kashgar)).toMatchObject({ lon: 76, lat: 39.5, because: 'extent' })
    expect(readCoordinate('76.0, 39.5', kashgar)).toMatchObject({ lon: 76, lat: 39.5, because: 'extent' })
  })
})

describe('a coordinate that is refused', () => {
  test.each([
    ['', '0 个数'],
    ['112.85', '1 个数'],
    ['112.85, 35.5, 720', '3 个数'],
    ['3930673.602, 38395658.899', '投影坐标'],
    ['井1 112.85, 35.5', '读不懂'],
    ['112.85, 95', '纬度'],
    ['NaN, 35', '读不懂'],
    ['1e3, 35', '读不懂'],
    ['112°61′ 35°30′', '小于 60'],
    ['E112.85 E35.5', '同一方向'],
    ['N112.85 E35.5', '纬度'],
  ])('%s', (text, reason) => {
    const got = readCoordinate(text, jincheng)
    expect(got).toHaveProperty('refused')
    if ('refused' in got) expect(got.refused.zh).toContain(reason)
  })

  test('either order is possible', () => {
    expect(readCoordinate('12.5, 41.9', kashgar)).toHaveProperty('refused')
  })
})

test.each([
  ['112.85, 35.5', 5566], // one decimal of latitude
  ['112.850, 35.500', 55.66],
  ['112.850000, 35.500000', 0.05566],
  [`112°51'00" 35°30'00"`, 15.46],
])('%s is rounded to %f m', (text, metres) => {
  const got = readCoordinate(text, jincheng)
  expect('refused' in got ? NaN : got.roundingM).toBeCloseTo(metres, 2 - Math.ceil(Math.log10(metres)))
})
