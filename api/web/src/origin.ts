import type { Geometry } from 'geojson'
import { part } from './dom'
import type { ReportSite } from './report'

const cgcs2000 = 'EPSG:4490'
const moved = ['GCJ-02', 'BD-09']

/** Where the coordinates of a text or a file come from, as #origin has it. */
export type Origin = 'survey' | 'tianditu' | 'GCJ-02' | 'BD-09' | ''

function origin(): Origin {
  return part<HTMLSelectElement>('origin').value as Origin
}

/**
 * The system to declare of a coordinate that is text. Metres are not longitude
 * and latitude: the zone of a surveyed pair is told by its values, and no map
 * service moves it.
 */
export function originOfText(text: string, chosen = origin()): string | undefined {
  if (chosen === 'tianditu') return cgcs2000
  if (chosen === 'survey') return /\d{5}/.test(text.replace(/\.\d+/g, '')) ? undefined : cgcs2000
  return chosen || undefined
}

/** The system to declare of a file. A surveyed one says its own, and a declaration would silence that. */
export function originOfFile(chosen = origin()): string | undefined {
  if (chosen === 'tianditu') return cgcs2000
  return moved.includes(chosen) ? chosen : undefined
}

/** A shape as it is sent: with the system that it is in, unless nobody has said it. */
export interface Located {
  shape: Geometry
  crs?: string
}

/** A click on the map and a drawing are in the system of the layers. */
export function onMap(shape: Geometry): Located {
  return { shape, crs: cgcs2000 }
}

/**
 * How a coordinate that was understood is sent on. What a map service has moved
 * goes as it was written, with its system; metres of a zone go as the longitude
 * and latitude that they stand for; degrees of which nobody said the system go
 * without one, so that the report says what that may mean.
 */
export function located({ geometry, given, crs, crs_declared }: ReportSite): Located {
  if (given && moved.includes(crs)) return { shape: given, crs }
  return given || crs_declared ? onMap(geometry) : { shape: geometry }
}
