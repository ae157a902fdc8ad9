import type { Map as MapLibre } from 'maplibre-gl'
import type { Geometry } from 'geojson'
import { both, el, part } from './dom'
import { createPad, isDrawn, type Pad, type Tool } from './draw'
import { checked } from './form'
import { fitShape, goTo, onPick } from './map'
import { onMap, originOfFile, type Located } from './origin'
import { showSite } from './overlay'
import { wireCoordinate } from './paste'
import type { ReportSite } from './report'
import type { Text } from './schema'

/** A shape with its system and how exactly it was written, or files that hold shapes. */
export type Given = (Located & { precisionM?: number }) | { files: File[]; crs: string | undefined }

/** The place asked about, however it was given. */
export interface Place {
  /** What was given, or null while nothing is. */
  given(): Given | null
  /** Shows where the answer says that the shapes of a file are. */
  found(site: ReportSite): void
}

const hints: Record<Tool, Text> = {
  point: { zh: '在地图上单击，即给出点位。', en: 'Click the map.' },
  linestring: { zh: '逐点单击，双击结束。', en: 'Click along the line; double-click ends it.' },
  polygon: { zh: '逐点单击，双击或点回起点结束。', en: 'Click the corners; double-click or close the ring.' },
}

/**
 * Wires the four ways to give a place: a click, a coordinate, a drawing, a file.
 * anyKind is a kind of the rules with which a coordinate may be understood.
 */
export function createPlace(map: MapLibre, anyKind: string, changed: () => void): Place {
  let given: Given | null = null
  let shape: Geometry | null = null
  const show = (next: Geometry | null) => {
    shape = next
    showSite(map, next)
    part('site-actions').hidden = given === null
    part('edit').hidden = !isDrawn(next)
  }
  const set = (next: Given | null, geometry: Geometry | null) => {
    given = next
    if (!next || !('files' in next)) part<HTMLInputElement>('file').value = ''
    tellFiles(next)
    show(geometry)
    changed()
  }
  const drawn = (geometry: Geometry) => {
    paste.forget()
    tell(null)
    set(onMap(geometry), geometry)
  }
  const pad = createPad(map, { finished: drawn, edited: drawn })
  const stopEditing = () => {
    part('edit').setAttribute('aria-pressed', 'false')
    pad.clear()
  }
  const paste = wireCoordinate(anyKind, tell, (coordinate, site) => {
    stopEditing()
    if (site.geometry?.type === 'Point') goTo(map, site.geometry.coordinates[0] ?? 0, site.geometry.coordinates[1] ?? 0)
    set({ ...coordinate, precisionM: site.accuracy_m }, site.geometry)
  })
  const upload = () => {
    const files = [...(part<HTMLInputElement>('file').files ?? [])]
    if (files.length === 0) return
    paste.forget()
    stopEditing()
    tell(null)
    set({ files, crs: originOfFile() }, null)
  }
  part('file').addEventListener('change', upload)
  part('origin').addEventListener('change', () => {
    if (given && 'files' in given) upload()
    else paste.again()
  })
  onPick(map, ({ lng, lat }) => {
    if (checked('tool') === 'point' && !editing()) drawn({ type: 'Point', coordinates: [round(lng), round(lat)] })
  })
  wireTools(pad, stopEditing)
  part('clear').addEventListener('click', () => {
    paste.forget()
    stopEditing()
    tell(null)
    set(null, null)
  })
  part('edit').addEventListener('click', () => {
    if (editing()) return stopEditing()
    if (!isDrawn(shape)) return
    pad.edit(shape)
    part('edit').setAttribute('aria-pressed', 'true')
  })
  return {
    given: () => given,
    found: (site) => {
      if (!given || !('files' in given) || shape || !site.geometry) return
      show(site.geometry)
      fitShape(map, site.geometry)
      tell(site.said ?? { zh: site.crs })
    },
  }
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

function tellFiles(given: Given | null): void {
  const names = given && 'files' in given ? given.files.map(({ name }) => name) : []
  part('file-names').replaceChildren(...(names.length > 0 ? [names.join('、')] : [both({ zh: '未选', en: 'none' })]))
}

/** Says under the fields how what was given was understood, or why it was not. */
function tell(text: Text | null, refused = false): void {
  part('understood').replaceChildren(...(text ? [el('span', { class: refused ? 'error' : '' }, both(text))] : []))
}

/** A click is no more exact than nine decimals, a tenth of a millimetre. */
function round(value: number): number {
  return Number(value.toFixed(9))
}
