import * as api from './api'
import { drawCollections } from './collections'
import { both, el, english, part } from './dom'
import { createMap, fit, type Extent } from './map'
import { startScreening } from './screening'
import { drawTrouble } from './trouble'
import type { Collection, Collections } from './schema'

const world: Extent = [-180, -85, 180, 85]

async function start(): Promise<void> {
  foldLegend()
  const map = createMap(part('map'))
  const loaded = new Promise<void>((resolve) => map.once('load', () => resolve()))
  const [catalogue, rules] = await Promise.all([api.collections(), api.rules(), loaded])
  tellCatalogue(catalogue)
  const extent = extentOf(catalogue.collections)
  fit(map, extent)
  const drawn = await drawCollections(map, catalogue.collections, catalogue.as_of ?? '')
  startScreening(map, drawn, rules)
}

function tellCatalogue({ release, notice, attribution, illustrative, collections }: Collections): void {
  part('notice').hidden = !(illustrative || collections.some((c) => c.illustrative))
  part('notice-text').replaceChildren(both(notice))
  part('release').replaceChildren('数据版本 ', english('Release') ?? '', ' ', el('code', {}, short(release ?? '—')))
  part('credits').replaceChildren(...(attribution ?? []).map((credit) => el('span', {}, both(credit))))
  part('release').title = release ?? ''
}

/** A release may be long; its first signs tell it from others at a glance. */
function short(release: string): string {
  return release.length > 32 ? `${release.slice(0, 24)}…` : release
}

function extentOf(collections: Collection[]): Extent {
  const boxes = collections.flatMap((c) => c.extent?.spatial?.bbox?.slice(0, 1) ?? []).filter((box) => box.length >= 4)
  if (boxes.length === 0) return world
  const side = (i: number, pick: (...values: number[]) => number) => pick(...boxes.map((box) => box[i] ?? 0))
  return [side(0, Math.min), side(1, Math.min), side(2, Math.max), side(3, Math.max)]
}

/** On a small screen the map needs the room that the legend would take. */
function foldLegend(): void {
  part<HTMLDetailsElement>('legend').open = matchMedia('(min-width: 1100px)').matches
}

start().catch((cause: unknown) => {
  part('map-status').replaceChildren()
  part('kinds').replaceChildren()
  part('finding').replaceChildren(drawTrouble(cause, () => location.reload()))
})
