import type { Text } from './schema'

const narrowSpace = '\u202f'

/** Groups digits by thin spaces, as the officers' forms do: 12 345.67. */
export function grouped(value: number, digits: number): string {
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, narrowSpace)
  return (value < 0 ? '−' : '') + groups + (fraction === undefined ? '' : '.' + fraction)
}

/** An area in square metres and in 亩 (2000/3 m²). */
export function area(m2: number): string {
  return `${grouped(m2, 2)} ㎡（${grouped((m2 * 3) / 2000, 2)} 亩）`
}

/** A share of the site, given from 0 to 1. What is not nothing is never printed as 0. */
export function share(part: number): string {
  const percent = part * 100
  if (percent > 0 && percent < 0.01) return '< 0.01 %'
  if (percent < 100 && percent >= 99.995) return '> 99.99 %'
  return `${percent.toFixed(2)} %`
}

/** A length or a distance in metres. */
export function metres(m: number): string {
  if (m >= 10_000) return `${grouped(m / 1000, 1)} km`
  return `${grouped(m, m < 100 && !Number.isInteger(m) ? 1 : 0)} m`
}

const cardinals: Text[] = [
  { zh: '正北', en: 'N' },
  { zh: '正东', en: 'E' },
  { zh: '正南', en: 'S' },
  { zh: '正西', en: 'W' },
]

/** A bearing, clockwise from north in degrees, in quadrants as surveyors write it: 北东 37°. */
export function bearing(degrees: number): Text {
  const whole = ((Math.round(degrees) % 360) + 360) % 360
  const cardinal = cardinals[whole / 90]
  if (cardinal) return cardinal
  const northern = whole < 90 || whole > 270
  const eastern = whole < 180
  const off = northern ? Math.min(whole, 360 - whole) : Math.abs(180 - whole)
  return {
    zh: `${northern ? '北' : '南'}${eastern ? '东' : '西'} ${off}°`,
    en: `${northern ? 'N' : 'S'}${off}°${eastern ? 'E' : 'W'}`,
  }
}

/** A longitude or latitude as printed: six decimals are a decimetre. */
export function degrees(value: number): string {
  return value.toFixed(6)
}
