import type { Map as MapLibre } from 'maplibre-gl'
import type { Geometry } from 'geojson'
import { readCoordinate, within, type Extent, type Reading } from './coordinate'
import { both, el, part } from './dom'
import { createPad, isDrawn, type Pad, type Tool } from './draw'
import { checked } from './form'
import { goTo, onPick } from './map'
import { showSite } from './overlay'
import { degrees, metres } from './quantity'
import type { Text } from './schema'

/** The place asked about, however it was given. */
export interface Place {
  /** The shape, or null while none is given. */
  geometry(): Geometry | null
}

const hints: Record<Tool, Text> = {
  point: { zh: '在地图上单击，即给出点位。', en: 'Click the map.' },
  linestring: { zh: '逐点单击，双击结束。', en: 'Click along the line; double-click ends it.' },
  polygon: { zh: '逐点单击，双击或点回起点结束。', en: 'Click the corners; double-click or close the ring.' },
}

const because: Record<Reading['because'], string> = {
  labels: '按所写方向',
  range: '按数值范围判定次序',
  extent: '按图层范围判定次序',
}

/** Wires the three ways to give a place: a click, a coordinate, a drawing. */
export function createPlace(map: MapLibre, extent: Extent, changed: () => void): Place {
  let geometry: Geometry | null = null
  const set = (next: Geometry | null) => {
    geometry = next
    showSite(map, next)
    part('site-actions').hidden = next === null
    part('edit').hidden = !isDrawn(next)
    changed()
  }
  const drawn = (shape: Geometry) => {
    tell(null)
    set(shape)
  }
  const pad = createPad(map, { finished: drawn, edited: drawn })
  const stopEditing = () => {
    part('edit').setAttribute('aria-pressed', 'false')
    pad.clear()
  }
  onPick(map, ({ lng, lat }) => {
    if (checked('tool') !== 'point' || editing()) return
    tell(null)
    set({ type: 'Point', coordinates: [round(lng), round(lat)] })
  })
  wireTools(pad, stopEditing)
  wireCoordinate(map, extent, (point) => {
    stopEditing()
    set(point)
  })
  part('clear').addEventListener('click', () => {
    stopEditing()
    tell(null)
    set(null)
  })
  part('edit').addEventListener('click', () => {
    if (editing()) return stopEditing()
    if (!isDrawn(geometry)) return
    pad.edit(geometry)
    part('edit').setAttribute('aria-pressed', 'true')
  })
  return { geometry: () => geometry }
}

function editing(): boolean {
  return part('edit').getAttribute('aria-pressed') === 'true'
}

function wireTools(pad: Pad, stopEditing: () => void): void {
  const use = () => {
    const tool = checked('tool') as Tool
    stopEditing()
    pad.use(tool)
    part('tool-hint').replaceChildren(both(hints[tool]))
    part('map').dataset['tool'] = tool
  }
  for (const radio of document.getElementsByName('tool')) radio.addEventListener('change', use)
  use()
}

function wireCoordinate(map: MapLibre, extent: Extent, found: (point: Geometry) => void): void {
  const field = part<HTMLInputElement>('coordinate')
  const read = () => {
    const reading = readCoordinate(field.value, extent)
    field.setAttribute('aria-invalid', String('refused' in reading))
    if ('refused' in reading) return tell(reading.refused, true)
    tell(understood(reading, extent))
    goTo(map, reading.lon, reading.lat)
    found({ type: 'Point', coordinates: [reading.lon, reading.lat] })
  }
  part('locate').addEventListener('click', read)
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    read()
  })
  // The field still holds the old text when paste is told.
  field.addEventListener('paste', () => setTimeout(read))
}

function understood(reading: Reading, extent: Extent): Text {
  const notes = [because[reading.because]]
  if (reading.roundingM > 5) notes.push(`小数位数所限，位置约 ±${metres(reading.roundingM)}`)
  if (!within(reading.lon, reading.lat, extent)) notes.push('在图层范围以外')
  return { zh: `已读作 经度 ${degrees(reading.lon)}°，纬度 ${degrees(reading.lat)}°（${notes.join('；')}）` }
}

/** Says under the field how its text was understood, or why it was not. */
function tell(text: Text | null, refused = false): void {
  const note = part('understood')
  note.replaceChildren(...(text ? [el('span', { class: refused ? 'error' : '' }, both(text))] : []))
}

/** A click is no more exact than nine decimals, a tenth of a millimetre. */
function round(value: number): number {
  return Number(value.toFixed(9))
}
