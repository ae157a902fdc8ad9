import type { ExpressionSpecification, FilterSpecification, LayerSpecification, SymbolLayerSpecification } from 'maplibre-gl'
import { imageName } from './pattern'
import type { Collection, Style } from './schema'

/** What is drawn where a legend says nothing: no zone may be invisible. */
const fallback: Style = { title: { zh: '其他', en: 'other' }, line: '#555555', fill: '#777777', opacity: 0.15, width: 1 }

const grade: ExpressionSpecification = ['coalesce', ['get', 'grade'], '']
const ink = '#26343b'
const halo = '#ffffff'

/** The id of the source that holds a collection's shapes, and of the one with its names. */
export const sourceOf = (id: string): string => `shapes ${id}`
export const namesOf = (id: string): string => `names ${id}`

/** The lines of a legend; never none. */
export function legendOf(collection: Collection): Style[] {
  return collection.legend?.length ? collection.legend : [fallback]
}

/** Whether a collection is drawn as points. */
export function isPoints(collection: Collection): boolean {
  return legendOf(collection).some((style) => style.symbol)
}

/**
 * The map layers of a collection, bottom first: its legend from the weakest
 * grade to the strictest, so that nested grades stay visible.
 */
export function layersOf(collection: Collection): LayerSpecification[] {
  const legend = legendOf(collection)
  const graded = legend.flatMap((style) => (style.grade ? [style.grade] : []))
  const whole = legend.some((style) => !style.grade) ? legend : [...legend, fallback]
  const drawn = [...whole].reverse().flatMap((style) => {
    const filter: FilterSpecification = style.grade
      ? ['==', grade, style.grade]
      : ['!', ['in', grade, ['literal', graded]]]
    const name = `${collection.id} ${style.grade ?? '*'}`
    return style.symbol ? [point(collection, style, name, filter)] : area(collection, style, name, filter)
  })
  return drawn
}

function area(collection: Collection, style: Style, name: string, filter: FilterSpecification): LayerSpecification[] {
  const source = sourceOf(collection.id)
  const layers: LayerSpecification[] = []
  if (style.fill && (!style.pattern || style.opacity)) {
    const paint = { 'fill-color': style.fill, 'fill-opacity': style.opacity ?? 0.25 }
    layers.push({ id: `${name} fill`, type: 'fill', source, filter, paint })
  }
  if (style.pattern) {
    const image = imageName(style.pattern, style.line ?? style.fill ?? ink)
    layers.push({ id: `${name} pattern`, type: 'fill', source, filter, paint: { 'fill-pattern': image, 'fill-opacity': 0.5, 'fill-antialias': false } })
  }
  if (style.line || layers.length === 0) {
    layers.push({
      id: `${name} line`,
      type: 'line',
      source,
      filter,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': style.line ?? ink,
        'line-width': style.width ?? 1.2,
        ...(style.dash ? { 'line-dasharray': [4, 2.5] } : {}),
      },
    })
  }
  return layers
}

function point(collection: Collection, style: Style, name: string, filter: FilterSpecification): LayerSpecification {
  const colour = style.fill ?? style.line ?? ink
  const common = { id: `${name} point`, source: sourceOf(collection.id), filter }
  if (style.symbol === 'circle') {
    const paint = { 'circle-color': colour, 'circle-radius': growing(2.5, 5), 'circle-stroke-color': halo, 'circle-stroke-width': growing(0.8, 1.6) }
    return { ...common, type: 'circle', paint }
  }
  const layout = { 'icon-image': imageName(style.symbol ?? 'bar', colour), 'icon-size': growing(0.5, 1), 'icon-allow-overlap': true }
  return { ...common, type: 'symbol', layout }
}

/** A size that grows from the whole city to a single source. */
function growing(far: number, near: number): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], 8, far, 12, near]
}

/** Zones and points are named once the reader is near; reference areas always. */
export function namesLayer(collection: Collection): LayerSpecification {
  const points = isPoints(collection)
  const landmark = collection.role === 'reference' && !points
  const layout: SymbolLayerSpecification['layout'] = {
    'text-field': ['get', 'name'],
    'text-size': landmark ? 15 : 12,
    'text-max-width': 9,
    'text-letter-spacing': landmark ? 0.15 : 0,
    'text-justify': 'auto',
    ...(points ? { 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.7 } : {}),
  }
  const paint = { 'text-color': landmark ? '#4d5b62' : ink, 'text-halo-color': halo, 'text-halo-width': 1.6 }
  const minzoom = landmark ? 0 : points ? 9.5 : 12
  return { id: `${collection.id} names`, type: 'symbol', source: namesOf(collection.id), minzoom, layout, paint }
}

/** Reference areas lie lowest, points highest; between them the catalogue's first layer is on top. */
export function drawingOrder(collections: Collection[]): Collection[] {
  const height = (c: Collection) => (isPoints(c) ? 2 : c.role === 'reference' ? 0 : 1)
  return [...collections].reverse().sort((a, b) => height(a) - height(b))
}
