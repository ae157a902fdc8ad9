import type { Map as MapLibre } from 'maplibre-gl'
import type { Geometry, LineString, Polygon } from 'geojson'
import { TerraDraw, TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode } from 'terra-draw'
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter'

export type Tool = 'point' | 'linestring' | 'polygon'
type Drawn = LineString | Polygon

const red = '#d0021b'
const white = '#ffffff'

/** Lines and areas drawn on the map. A finished shape is handed over and leaves the pad. */
export interface Pad {
  /** Chooses what a click draws; with 'point' the pad leaves clicks to the map. */
  use(tool: Tool): void
  /** Takes a finished shape back to have its corners moved. */
  edit(shape: Drawn): void
  /** Drops what is being drawn or edited. */
  clear(): void
}

interface Listener {
  finished: (shape: Drawn) => void
  edited: (shape: Drawn) => void
}

/** Whether the pad can edit a shape: points and multi-part shapes it cannot. */
export function isDrawn(geometry: Geometry | null): geometry is Drawn {
  return geometry?.type === 'LineString' || geometry?.type === 'Polygon'
}

/** Makes the pad; the map's style must be loaded. */
export function createPad(map: MapLibre, listener: Listener): Pad {
  const draw = new TerraDraw({ adapter: new TerraDrawMapLibreGLAdapter({ map, coordinatePrecision: 9 }), modes: modes() })
  draw.start()
  draw.setMode('static')
  let tool: Tool = 'point'
  const use = (next: Tool) => {
    tool = next
    draw.clear()
    draw.setMode(next === 'point' ? 'static' : next)
    map.doubleClickZoom[next === 'point' ? 'enable' : 'disable']()
  }
  draw.on('finish', (id, { action }) => {
    const shape = draw.getSnapshotFeature(id)?.geometry as Geometry | undefined
    if (!shape || !isDrawn(shape)) return
    if (action !== 'draw') return listener.edited(shape)
    // Terra Draw still holds the shape while it tells of it.
    queueMicrotask(() => use(tool))
    listener.finished(shape)
  })
  return {
    use,
    clear: () => use(tool),
    edit: (shape) => {
      use(tool)
      const mode = shape.type === 'Polygon' ? 'polygon' : 'linestring'
      const [added] = draw.addFeatures([{ type: 'Feature', geometry: shape, properties: { mode } }])
      if (added?.valid && added.id !== undefined) draw.selectFeature(added.id)
    },
  }
}

function modes(): [TerraDrawLineStringMode, TerraDrawPolygonMode, TerraDrawSelectMode] {
  const pointerDistance = matchMedia('(pointer: coarse)').matches ? 30 : 12
  const closing = { closingPointColor: white, closingPointOutlineColor: red, closingPointOutlineWidth: 3, closingPointWidth: 6 } as const
  const corner = { coordinatePointColor: red, coordinatePointOutlineColor: white, coordinatePointWidth: 4 } as const
  const editable = { feature: { draggable: true, coordinates: { midpoints: true, draggable: true, deletable: true } } }
  return [
    new TerraDrawLineStringMode({
      pointerDistance,
      showCoordinatePoints: true,
      styles: { lineStringColor: red, lineStringWidth: 4, ...closing, ...corner },
    }),
    new TerraDrawPolygonMode({
      pointerDistance,
      showCoordinatePoints: true,
      styles: { outlineColor: red, outlineWidth: 4, fillOpacity: 0, ...closing, ...corner },
    }),
    new TerraDrawSelectMode({
      pointerDistance,
      allowManualDeselection: false,
      flags: { polygon: editable, linestring: editable },
      styles: {
        selectedPolygonFillOpacity: 0,
        selectedPolygonOutlineColor: red,
        selectedPolygonOutlineWidth: 4,
        selectedLineStringColor: red,
        selectedLineStringWidth: 4,
        selectionPointColor: white,
        selectionPointOutlineColor: red,
        selectionPointOutlineWidth: 3,
        selectionPointWidth: 6,
        midPointColor: red,
        midPointOutlineColor: white,
        midPointWidth: 4,
      },
    }),
  ]
}
