import type { Map as MapLibre } from 'maplibre-gl'

/** Pixels of an image, four bytes each. */
export interface Pixels {
  width: number
  height: number
  data: Uint8ClampedArray<ArrayBuffer>
}

const tile = 22 // device pixels; also the period, so that tiles join without a seam
const half = 1.1 // half the width of a hatch line, device pixels

/** The name under which the map knows a pattern or a symbol of one colour. */
export function imageName(shape: string, colour: string): string {
  return `${shape} ${colour}`
}

/** Diagonal lines on nothing: one way for hatch, both ways for crosshatch. */
export function hatch(colour: string, crossed: boolean): Pixels {
  const data = new Uint8ClampedArray(tile * tile * 4)
  const [r, g, b] = rgb(colour)
  for (let i = 0; i < tile * tile; i++) {
    const [x, y] = [i % tile, Math.floor(i / tile)]
    const ink = Math.max(coverage(x + y), crossed ? coverage(x - y) : 0)
    data.set([r, g, b, Math.round(ink * 255)], i * 4)
  }
  return { width: tile, height: tile, data }
}

/** How much of a pixel a 45° line covers that passes where the sum is a multiple of the period. */
function coverage(sum: number): number {
  const off = ((sum % tile) + tile) % tile
  const distance = Math.min(off, tile - off) / Math.SQRT2
  return Math.max(0, Math.min(1, half - distance + 0.5))
}

/** #rrggbb as three bytes; what is no colour is grey, so that it is still seen. */
export function rgb(colour: string): [number, number, number] {
  const found = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(colour)
  if (!found) return [102, 102, 102]
  return [parseInt(found[1] ?? '', 16), parseInt(found[2] ?? '', 16), parseInt(found[3] ?? '', 16)]
}

const symbolSize = 32 // device pixels

function symbol(shape: string, colour: string): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = symbolSize
  const pen = canvas.getContext('2d')
  if (!pen) return null
  pen.fillStyle = colour
  pen.strokeStyle = '#ffffff'
  pen.lineWidth = 3
  pen.lineJoin = 'round'
  pen.beginPath()
  if (shape === 'triangle') {
    pen.moveTo(16, 4)
    pen.lineTo(28, 27)
    pen.lineTo(4, 27)
    pen.closePath()
  } else {
    pen.rect(3, 11, 26, 10)
  }
  pen.stroke()
  pen.fill()
  return pen.getImageData(0, 0, symbolSize, symbolSize)
}

/** Draws the image of that name when the map first asks for it. */
export function supplyImages(map: MapLibre): void {
  map.setMissingStyleImageResolver((id) => {
    const [shape = '', colour = ''] = id.split(' ')
    const image = shape.endsWith('hatch') ? hatch(colour, shape === 'crosshatch') : symbol(shape, colour)
    if (image && !map.hasImage(id)) map.addImage(id, image, { pixelRatio: 2 })
  })
}
