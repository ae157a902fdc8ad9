import type { FilterSpecification, Map as MapLibre } from 'maplibre-gl'
import type { Geometry, Position } from 'geojson'
import { goTo, setShapes } from './map'
import type { Met } from './report'
import { sourceOf } from './style'
import type { Collection } from './schema'

const site = 'site'
const fault = 'fault'
const red = '#d0021b' // the officers' 红线: a thick red line and no fill
const overlap = 'overlap'
const none: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Adds what lies above every layer: outlines of the zones met, the site, a place at fault. */
export function addOverlays(map: MapLibre, collections: Collection[]): void {
  for (const collection of collections) addHits(map, collection)
  addOverlap(map)
  map.addSource(site, { type: 'geojson', data: none, tolerance: 0 })
  map.addLayer({
    id: 'site casing',
    type: 'line',
    source: site,
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': '#ffffff', 'line-width': 7, 'line-opacity': 0.85 },
  })
  map.addLayer({
    id: 'site line',
    type: 'line',
    source: site,
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: { 'line-color': red, 'line-width': 3.5 },
  })
  addPoint(map)
  map.addSource(fault, { type: 'geojson', data: none })
  map.addLayer({
    id: 'fault',
    type: 'circle',
    source: fault,
    paint: { 'circle-radius': 12, 'circle-opacity': 0, 'circle-stroke-color': '#7a0099', 'circle-stroke-width': 3 },
  })
}

/** What of the site lies in a zone: its edge dashed, without a fill, so that the zones' own colours stay. */
function addOverlap(map: MapLibre): void {
  map.addSource(overlap, { type: 'geojson', data: none, tolerance: 0 })
  map.addLayer({
    id: 'overlap',
    type: 'line',
    source: overlap,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': red, 'line-width': 2.5, 'line-dasharray': [1.6, 1.2] },
  })
}

function addPoint(map: MapLibre): void {
  const filter: FilterSpecification = ['==', ['geometry-type'], 'Point']
  map.addLayer({
    id: 'site ring',
    type: 'circle',
    source: site,
    filter,
    paint: { 'circle-radius': 9, 'circle-opacity': 0, 'circle-stroke-color': '#ffffff', 'circle-stroke-width': 7 },
  })
  map.addLayer({
    id: 'site point',
    type: 'circle',
    source: site,
    filter,
    paint: { 'circle-radius': 9, 'circle-opacity': 0, 'circle-stroke-color': red, 'circle-stroke-width': 3.5 },
  })
  map.addLayer({
    id: 'site centre',
    type: 'circle',
    source: site,
    filter,
    paint: { 'circle-radius': 2, 'circle-color': red },
  })
}

const hitLayer = (id: string, kind: 'glow' | 'edge') => `hit ${kind} ${id}`
const met = (codes: string[]): FilterSpecification => ['in', ['get', 'code'], ['literal', codes]]

/** Zones met are outlined even where their layer is switched off. */
function addHits(map: MapLibre, collection: Collection): void {
  const source = sourceOf(collection.id)
  if (!map.getSource(source)) return
  const paints = {
    glow: { 'line-color': '#ffd84d', 'line-width': 7, 'line-opacity': 0.7, 'line-blur': 1.5 },
    edge: { 'line-color': '#3a2b00', 'line-width': 1.2 },
  }
  for (const kind of ['glow', 'edge'] as const) {
    map.addLayer({ id: hitLayer(collection.id, kind), type: 'line', source, filter: met([]), paint: paints[kind] })
  }
}

/** Outlines the zones met and what of the site lies in them; an empty list clears. */
export function showHits(map: MapLibre, collections: Collection[], zones: Met[]): void {
  setShapes(map, overlap, zones.flatMap((zone) => zone.overlap ?? []))
  for (const { id } of collections) {
    const codes = zones.filter((zone) => zone.layer === id).map((zone) => zone.code)
    for (const kind of ['glow', 'edge'] as const) {
      const layer = hitLayer(id, kind)
      if (map.getLayer(layer)) map.setFilter(layer, met(codes))
    }
  }
}

export function showSite(map: MapLibre, geometry: Geometry | null): void {
  setShapes(map, site, geometry ? [geometry] : [])
}

/** Rings the places that an error names; an empty list clears. */
export function showFaults(map: MapLibre, places: Position[]): void {
  setShapes(map, fault, places.map((coordinates) => ({ type: 'Point', coordinates })))
  const [first] = places
  if (first && !map.getBounds().contains([first[0] ?? 0, first[1] ?? 0])) goTo(map, first[0] ?? 0, first[1] ?? 0)
}
