import type { Text } from './schema'

/** minimum longitude, minimum latitude, maximum longitude, maximum latitude; degrees. */
export type Extent = readonly [number, number, number, number]

/** A coordinate as it was understood. */
export interface Reading {
  lon: number
  lat: number
  /** What decided which number is the longitude. */
  because: 'labels' | 'range' | 'extent'
  /** Half of the last written digit, in metres on the ground. */
  roundingM: number
}

/** Why a text is not one coordinate, and what to do. */
export interface Refusal {
  refused: Text
}

interface Angle {
  value: number
  axis: 'lon' | 'lat' | null
  step: number // degrees that the last written digit stands for
}

const metresPerDegree = 111_320

const number = String.raw`([+-]?\d+(?:\.\d+)?)\s*(?:[°度]\s*(?:(\d+(?:\.\d+)?)\s*['分]\s*(?:(\d+(?:\.\d+)?)\s*["秒])?)?)?`
const east = String.raw`东经|西经|经度|longitude|lon|lng|[ew](?![a-z])`
const north = String.raw`北纬|南纬|纬度|latitude|lat|[ns](?![a-z])`
const labelled = new RegExp(String.raw`(${east}|${north})\s*[:=]?\s*${number}`, 'iy')
const plain = new RegExp(String.raw`${number}\s*(${east}|${north})?`, 'iy')
const separator = /[\s,;/、()[\]]*/y

/**
 * Reads one longitude and latitude in decimal degrees or in degrees, minutes
 * and seconds, in either order. The order is decided by labels (东经, N), else
 * by range (a latitude ends at 90), else by the only order that lies within the
 * extent of the layers. Where none of these decides, it is refused: an order is
 * never guessed.
 */
export function readCoordinate(text: string, extent: Extent): Reading | Refusal {
  const angles = readAngles(text)
  if ('refused' in angles) return angles
  const [a, b] = angles
  if (!a || !b || angles.length !== 2) {
    return refuse(
      `需要一个经度和一个纬度，读到 ${angles.length} 个数。例：112.85, 35.50`,
      `One longitude and one latitude are needed; ${angles.length} number(s) found. Example: 112.85, 35.50`,
    )
  }
  if (Math.abs(a.value) > 180 || Math.abs(b.value) > 180) {
    return refuse(
      '数值超出经纬度范围，像是投影坐标（米）。请换算为 CGCS2000 经纬度。',
      'These are not degrees; they look like projected metres. Convert to CGCS2000 longitude and latitude.',
    )
  }
  return order(a, b, extent)
}

function order(a: Angle, b: Angle, extent: Extent): Reading | Refusal {
  const orders = [
    { lon: a, lat: b },
    { lon: b, lat: a },
  ].filter(({ lon, lat }) => lon.axis !== 'lat' && lat.axis !== 'lon')
  if (orders.length === 0) {
    return refuse('两个数标注为同一方向。', 'Both numbers are labelled as the same axis.')
  }
  const inRange = orders.filter(({ lat }) => Math.abs(lat.value) <= 90)
  const near = inRange.filter(({ lon, lat }) => within(lon.value, lat.value, extent))
  if (inRange.length === 0) {
    return refuse('纬度应在 −90 与 90 之间。', 'A latitude lies between −90 and 90.')
  }
  const choice = orders.length === 1 || inRange.length === 1 ? inRange[0] : near.length === 1 ? near[0] : undefined
  if (!choice) {
    return refuse(
      '无法判断哪个是经度：两种次序都说得通。请写作“东经… 北纬…”。',
      'Either order is possible. Write which is which: “E … N …”.',
    )
  }
  const because = orders.length === 1 ? 'labels' : inRange.length === 1 ? 'range' : 'extent'
  const roundingM = (Math.max(a.step, b.step) / 2) * metresPerDegree
  return { lon: choice.lon.value, lat: choice.lat.value, because, roundingM }
}

/** Reports whether the point lies in the extent, its edge included. */
export function within(lon: number, lat: number, [minLon, minLat, maxLon, maxLat]: Extent): boolean {
  return minLon <= lon && lon <= maxLon && minLat <= lat && lat <= maxLat
}

function readAngles(text: string): Angle[] | Refusal {
  const clean = normalise(text)
  const angles: Angle[] = []
  const exponent = /\d+(?:\.\d+)?e[+-]?\d/i.exec(clean) // 1e3: a number to one reader, east to another
  if (exponent) return unreadable(exponent[0])
  for (let at = skip(clean, 0); at < clean.length; at = skip(clean, at)) {
    const found = match(labelled, clean, at) ?? match(plain, clean, at)
    if (!found) return unreadable(clean.slice(at, at + 12))
    const angle = toAngle(found)
    if (!angle) return refuse(`“${found[0].trim()}”的分、秒应小于 60。`, `Minutes and seconds in “${found[0].trim()}” must be below 60.`)
    angles.push(angle)
    at += found[0].length
  }
  return angles
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

function skip(text: string, at: number): number {
  return at + (match(separator, text, at)?.[0].length ?? 0)
}

function toAngle(found: RegExpExecArray): Angle | null {
  const groups = found.slice(1).filter((g) => g !== undefined)
  const label = groups.find((g) => /^[^\d+-]/.test(g))?.toLowerCase()
  const [degrees = '', minutes, seconds] = groups.filter((g) => /^[\d+-]/.test(g))
  if (Number(minutes ?? 0) >= 60 || Number(seconds ?? 0) >= 60) return null
  const size = Math.abs(Number(degrees)) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600
  const negative = degrees.startsWith('-') || ['西经', '南纬', 'w', 's'].includes(label ?? '')
  const unit = seconds !== undefined ? 1 / 3600 : minutes !== undefined ? 1 / 60 : 1
  return { value: negative ? -size : size, axis: axisOf(label), step: unit * 10 ** -decimals(seconds ?? minutes ?? degrees) }
}

function axisOf(label: string | undefined): Angle['axis'] {
  if (label === undefined) return null
  return /^(东经|西经|经度|lo|ln|e|w)/.test(label) ? 'lon' : 'lat'
}

function decimals(digits: string): number {
  return digits.split('.')[1]?.length ?? 0
}

/** Full-width signs and the many degree, minute and second marks become one each. */
function normalise(text: string): string {
  return text
    .replace(/[º˚]/g, '°')
    .replace(/[″”“〃]|′′|''|’’/g, '"')
    .replace(/[′’‘´`]/g, "'")
    .normalize('NFKC')
    .replace(/[−–]/g, '-')
    .trim()
}

function unreadable(part: string): Refusal {
  return refuse(`读不懂“${part}”。例：112.85, 35.50`, `Cannot read “${part}”. Example: 112.85, 35.50`)
}

function refuse(zh: string, en: string): Refusal {
  return { refused: { zh, en } }
}
