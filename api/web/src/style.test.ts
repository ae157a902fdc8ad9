import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import type { LayerSpecification } from 'maplibre-gl'
import { expect, test } from 'vitest'
import { hatch, rgb } from './pattern'
import { drawingOrder, layersOf, namesLayer, namesOf, sourceOf } from './style'
import type { Collection } from './schema'

const zone: Collection = {
  id: 'drinking_water_zone',
  title: '饮用水水源保护区',
  role: 'zones',
  legend: [
    { grade: '一级', title: { zh: '一级' }, fill: '#cc0000', opacity: 0.25, line: '#880000', width: 2 },
    { grade: '二级', title: { zh: '二级' }, line: '#dd7700', pattern: 'hatch' },
    { grade: '准保护区', title: { zh: '准保护区' }, line: '#009955', dash: true },
  ],
}
const county: Collection = { id: 'county', title: '县区', role: 'reference', legend: [{ title: { zh: '县界' }, line: '#777777' }] }
const section: Collection = { id: 'section', title: '断面', role: 'reference', legend: [{ title: { zh: '断面' }, symbol: 'bar', fill: '#1155aa' }] }
const unstyled: Collection = { id: 'other', title: '其他', role: 'zones' }

const ids = (layers: LayerSpecification[]) => layers.map((layer) => layer.id)

test('grades are drawn weakest first, what the legend does not know lowest', () => {
  expect(ids(layersOf(zone))).toEqual([
    'drinking_water_zone * fill',
    'drinking_water_zone * line',
    'drinking_water_zone 准保护区 line',
    'drinking_water_zone 二级 pattern',
    'drinking_water_zone 二级 line',
    'drinking_water_zone 一级 fill',
    'drinking_water_zone 一级 line',
  ])
})

test('a layer without a legend is still drawn', () => {
  expect(ids(layersOf(unstyled))).toContain('other * line')
})

test('reference areas lie lowest, points highest', () => {
  expect(drawingOrder([section, zone, unstyled, county]).map((c) => c.id)).toEqual(['county', 'other', 'drinking_water_zone', 'section'])
})

test('every layer is valid in the style language', () => {
  const all = [zone, county, section, unstyled]
  const source = { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } }
  const sources = Object.fromEntries(all.flatMap((c) => [[sourceOf(c.id), source], [namesOf(c.id), source]]))
  const faults = validateStyleMin({ version: 8, sources, layers: all.flatMap((c) => [...layersOf(c), namesLayer(c)]) })
  expect(faults.map((fault) => fault.message).filter((m) => !m.includes('glyphs'))).toEqual([])
})

test('a hatch line runs on from tile to tile', () => {
  const { width, data } = hatch('#ff0080', false)
  const alpha = (x: number, y: number) => data[(((y + width) % width) * width + (x % width)) * 4 + 3]
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < width; y++) expect(alpha(x + 1, y - 1)).toBe(alpha(x, y))
  }
  expect([...data.slice(0, 4)]).toEqual([255, 0, 128, 255])
})

test('what is no colour is grey', () => expect(rgb('red; drop')).toEqual([102, 102, 102]))
