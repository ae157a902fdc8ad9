import { LngLatBounds, Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSource, type LngLat } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import 'maplibre-gl/dist/maplibre-gl.css'
import type { Feature, FeatureCollection, Geometry, Position } from 'geojson'
import { boxSize, labelPoint } from './label'
import { supplyImages } from './pattern'
import { plain } from './plain'
import { layersOf, namesLayer, namesOf, sourceOf } from './style'
import type { Collection, Zone, Zones } from './schema'

/** minimum longitude, minimum latitude, maximum longitude, maximum latitude; degrees. */
export type Extent = readonly [number, number, number, number]

const ground = '#f4f5f1'
const fonts = "'Noto Sans CJK SC', 'Noto Sans SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"

const words = {
  'Map.Title': '地图 Map',
  'NavigationControl.ZoomIn': '放大 Zoom in',
  'NavigationControl.ZoomOut': '缩小 Zoom out',
}

/**
 * Makes the map: north up, no base map, names drawn with the reader's own
 * fonts, so that nothing is asked of another host.
 */
export function createMap(container: HTMLElement): MapLibre {
  setWorkerUrl(workerUrl)
  const map = new MapLibre({
    container,
    style: { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': ground } }] },
    localIdeographFontFamily: fonts,
    locale: words,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    maxZoom: 18,
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()
  map.addControl(new NavigationControl({ showCompass: false }), 'top-left')
  map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left')
  supplyImages(map)
  tellView(map, container)
  return map
}

/** Writes what is seen into data attributes, for tests and for tools beside the page. */
function tellView(map: MapLibre, container: HTMLElement): void {
  const tell = () => {
    const centre = map.getCenter()
    container.dataset['lon'] = centre.lng.toFixed(7)
    container.dataset['lat'] = centre.lat.toFixed(7)
    container.dataset['zoom'] = map.getZoom().toFixed(4)
  }
  map.on('moveend', tell)
  map.on('idle', () => {
    tell()
    container.dataset['drawn'] = map.areTilesLoaded() ? 'true' : 'false'
  })
  map.on('dataloading', () => {
    container.dataset['drawn'] = 'false'
  })
}

/** Shows a box whole, beside what covers the map's right edge. */
export function fit(map: MapLibre, [minLon, minLat, maxLon, maxLat]: Extent): void {
  const padding = { top: 56, bottom: 40, left: 24, right: 24 + coveredRight(map) }
  map.fitBounds([minLon, minLat, maxLon, maxLat], { padding, animate: false })
}

/** Brings a place to the middle of what is seen, near enough to tell zones apart. */
export function goTo(map: MapLibre, lon: number, lat: number): void {
  const zoom = Math.max(map.getZoom(), 12.5)
  map.easeTo({ center: [lon, lat], zoom, offset: [-coveredRight(map) / 2, 0], animate: false })
}

/** Shows a shape whole, no closer than a place is shown. */
export function fitShape(map: MapLibre, shape: Geometry): void {
  const box = new LngLatBounds()
  for (const [lon = 0, lat = 0] of positions(shape)) box.extend([lon, lat])
  if (box.isEmpty()) return
  const padding = { top: 70, bottom: 70, left: 50, right: 50 + coveredRight(map) }
  map.fitBounds(box, { padding, maxZoom: 16, animate: false })
}

function positions(shape: Geometry): Position[] {
  switch (shape.type) {
    case 'GeometryCollection':
      return shape.geometries.flatMap(positions)
    case 'Point':
      return [shape.coordinates]
    case 'MultiPoint':
    case 'LineString':
      return shape.coordinates
    case 'MultiLineString':
    case 'Polygon':
      return shape.coordinates.flat()
    case 'MultiPolygon':
      return shape.coordinates.flat(2)
  }
}

/** How many pixels of the map the open legend covers. */
function coveredRight(map: MapLibre): number {
  const cover = map.getContainer().parentElement?.querySelector<HTMLDetailsElement>('#legend')
  return cover?.open ? cover.offsetWidth + 10 : 0
}

/** Draws the shapes of a collection above those drawn so far. */
export function addCollection(map: MapLibre, collection: Collection, zones: Zones): void {
  map.addSource(sourceOf(collection.id), { type: 'geojson', data: zones, tolerance: 0.1 })
  for (const layer of layersOf(collection)) map.addLayer(layer)
}

/** Writes the names of a collection's zones above all that is drawn so far. */
export function addNames(map: MapLibre, collection: Collection, zones: Zones): void {
  map.addSource(namesOf(collection.id), { type: 'geojson', data: namePoints(zones) })
  map.addLayer(namesLayer(collection))
}

function namePoints(zones: Zones): FeatureCollection {
  const features = zones.features.flatMap<Feature>((zone) => {
    const at = labelPoint(zone.geometry, stricter(zone, zones))
    return at ? [{ type: 'Feature', properties: { name: plain(zone.properties.name) }, geometry: { type: 'Point', coordinates: at } }] : []
  })
  return { type: 'FeatureCollection', features }
}

/** Replaces the zones of a collection, names and all. */
export function replaceZones(map: MapLibre, collection: Collection, zones: Zones): void {
  map.getSource<GeoJSONSource>(sourceOf(collection.id))?.setData(zones)
  map.getSource<GeoJSONSource>(namesOf(collection.id))?.setData(namePoints(zones))
}

/** The zones of the same source that a zone may hold: those of another grade with a smaller box. */
function stricter({ geometry, properties }: Zone, zones: Zones): Geometry[] {
  const { source_code, grade } = properties
  if (!source_code) return []
  const size = boxSize(geometry)
  return zones.features
    .filter((other) => other.properties.source_code === source_code && other.properties.grade !== grade)
    .map((other) => other.geometry)
    .filter((other) => boxSize(other) < size)
}

/** Shows or hides a collection with its names. */
export function setVisible(map: MapLibre, collection: Collection, visible: boolean): void {
  for (const { id } of [...layersOf(collection), namesLayer(collection)]) {
    if (map.getLayer(id)) map.setLayoutProperty(id, 'visibility', visible ? 'visible' : 'none')
  }
}

/** Replaces the shapes of a source; null empties it. */
export function setShapes(map: MapLibre, source: string, shapes: Geometry[]): void {
  const features = shapes.map<Feature>((geometry) => ({ type: 'Feature', properties: {}, geometry }))
  map.getSource<GeoJSONSource>(source)?.setData({ type: 'FeatureCollection', features })
}

/** Calls back with the place of a click, and of Enter pressed on the map (its centre). */
export function onPick(map: MapLibre, picked: (at: LngLat) => void): void {
  map.on('click', (event) => picked(event.lngLat))
  map.getCanvas().addEventListener('keydown', (event) => {
    if (event.key === 'Enter') picked(map.getCenter())
  })
}
