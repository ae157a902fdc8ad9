import type { Map as MapLibre } from 'maplibre-gl'
import * as api from './api'
import { el, english, part } from './dom'
import { legend } from './legend'
import { addCollection, addNames, replaceZones, setVisible } from './map'
import { addOverlays } from './overlay'
import { drawingOrder } from './style'
import type { Collection, Zones } from './schema'

/** The layers on the map, and the day whose zones they show. */
export interface Drawn {
  collections: Collection[]
  /** Shows the zones in force on another day. */
  showDay(day: string): Promise<void>
}

/** Reads all layers at once and draws them in their order; one that fails is listed as missing. */
export async function drawCollections(map: MapLibre, collections: Collection[], today: string): Promise<Drawn> {
  say('正在读取图层…', 'Loading layers…')
  const read = await readAll(drawingOrder(collections))
  for (const [collection, zones] of read.zones) addCollection(map, collection, zones)
  for (const [collection, zones] of read.zones) addNames(map, collection, zones)
  addOverlays(map, collections)
  part('legend-body').replaceChildren(...legend(collections, read.failed, (c, on) => setVisible(map, c, on)))
  tellFailed(read.failed)
  part('map').dataset['layers'] = 'read'
  let shown = today
  return {
    collections,
    showDay: async (day) => {
      if (day === shown) return
      shown = day
      const then = await readAll(collections, day)
      if (shown !== day) return // a newer day was asked for meanwhile
      for (const [collection, zones] of then.zones) replaceZones(map, collection, zones)
      tellFailed(then.failed)
    },
  }
}

async function readAll(collections: Collection[], day?: string): Promise<{ zones: [Collection, Zones][]; failed: Set<string> }> {
  const failed = new Set<string>()
  const read = await Promise.all(
    collections.map(async (collection): Promise<[Collection, Zones][]> => {
      try {
        return [[collection, await api.items(collection.id, day)]]
      } catch {
        failed.add(collection.id)
        return []
      }
    }),
  )
  return { zones: read.flat(), failed }
}

function tellFailed(failed: Set<string>): void {
  if (failed.size === 0) return say('')
  say(`${failed.size} 个图层未能读取，图上未显示`, `${failed.size} layer(s) could not be read and are not shown`)
}

function say(zh: string, en?: string): void {
  part('map-status').replaceChildren(...(zh ? [el('span', {}, zh, english(en))] : []))
}
