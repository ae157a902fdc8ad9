import type { Style } from './schema'

const svgNamespace = 'http://www.w3.org/2000/svg'
const width = 26
const height = 16

/** A small picture of how the map draws one line of a legend. */
export function swatch(style: Style): SVGSVGElement {
  const picture = shape('svg', { viewBox: `0 0 ${width} ${height}`, class: 'swatch', 'aria-hidden': 'true' }) as SVGSVGElement
  picture.append(...(style.symbol ? [symbol(style)] : area(style)))
  return picture
}

function symbol({ symbol, fill, line }: Style): SVGElement {
  const paint = { fill: fill ?? line ?? '#26343b', stroke: '#fff', 'stroke-width': '1' }
  switch (symbol) {
    case 'circle':
      return shape('circle', { cx: '13', cy: '8', r: '5', ...paint })
    case 'triangle':
      return shape('path', { d: 'M13 2 L19.5 14 L6.5 14 Z', ...paint })
    default:
      return shape('rect', { x: '5', y: '5.5', width: '16', height: '5', ...paint })
  }
}

function area(style: Style): SVGElement[] {
  const box = { x: '1.5', y: '1.5', width: '23', height: '13' }
  const parts: SVGElement[] = []
  if (style.fill && (!style.pattern || style.opacity)) {
    parts.push(shape('rect', { ...box, fill: style.fill, 'fill-opacity': String(style.opacity ?? 0.25) }))
  }
  if (style.pattern) parts.push(hatching(style))
  if (style.line || parts.length === 0) {
    const dash = style.dash ? { 'stroke-dasharray': '4 2.5' } : {}
    const stroke = { stroke: style.line ?? '#26343b', 'stroke-width': String(Math.min(style.width ?? 1.2, 3)) }
    parts.push(shape('rect', { ...box, fill: 'none', ...stroke, ...dash }))
  }
  return parts
}

function hatching({ pattern, line, fill }: Style): SVGElement {
  let d = ''
  for (let x = -8; x < width; x += 6) {
    d += clipped(x, 1)
    if (pattern === 'crosshatch') d += clipped(x, -1)
  }
  return shape('path', { d, stroke: line ?? fill ?? '#26343b', 'stroke-width': '1.3', fill: 'none' })
}

/** A 45° line through the box from 2,2 to 24,14, rising or falling, cut at its sides. */
function clipped(x: number, direction: 1 | -1): string {
  const left = Math.max(x, 2)
  const right = Math.min(x + 12, 24)
  if (left >= right) return ''
  const y = (at: number) => (direction === 1 ? 14 - (at - x) : 2 + (at - x))
  return `M${left} ${y(left)}L${right} ${y(right)}`
}

function shape(name: string, attributes: Record<string, string>): SVGElement {
  const made = document.createElementNS(svgNamespace, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  return made
}
