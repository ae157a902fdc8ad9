import type { Map as MapLibre } from 'maplibre-gl'
import * as api from './api'
import type { Drawn } from './collections'
import type { Extent } from './coordinate'
import { el, english, part } from './dom'
import { drawReport, spoken } from './finding'
import { createForm } from './form'
import { showFaults, showHits } from './overlay'
import { createPlace } from './place'
import type { Report } from './report'
import { drawTrouble, faultPlaces } from './trouble'
import type { Collection, RuleSet, Site } from './schema'

/**
 * Asks the server whenever a place and a kind are given and either changes, and
 * draws what it answers. Only the newest question is answered.
 */
export function startScreening(map: MapLibre, drawn: Drawn, rules: RuleSet, extent: Extent): void {
  const { collections } = drawn
  let asked = new AbortController()
  const ask = async () => {
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    showFaults(map, [])
    const site = read()
    if (!site) return empty(map, collections)
    waiting()
    try {
      const report = await api.screen(site, signal)
      answered(report)
    } catch (cause) {
      if (!api.isAbort(cause) && !signal.aborted) troubled(cause)
    }
  }
  const read = (): Site | null => {
    const geometry = place.geometry()
    const properties = geometry && form.read()
    return geometry && properties ? { type: 'Feature', geometry, properties } : null
  }
  const answered = (report: Report) => {
    const answer = (attribute: string, value: boolean) => {
      form.answer(attribute, value)
      void ask()
    }
    showHits(map, collections, report.zones ?? [])
    void drawn.showDay(report.as_of)
    show(...drawReport(report, rules.kinds, answer))
    part('announce').textContent = spoken(report)
    reveal()
  }
  const troubled = (cause: unknown) => {
    showHits(map, collections, [])
    showFaults(map, faultPlaces(cause))
    show(drawTrouble(cause, () => void ask()))
    reveal()
  }
  const form = createForm(rules, () => void ask())
  const place = createPlace(map, extent, () => void ask())
  part('form').addEventListener('submit', (event) => {
    event.preventDefault()
    if (!place.geometry()) return missingPlace()
    void ask()
  })
  empty(map, collections)
}

function show(...nodes: Node[]): void {
  part('finding').removeAttribute('aria-busy')
  part('finding').replaceChildren(...nodes)
}

/** Nothing asked yet, or not enough to ask. */
function empty(map: MapLibre, collections: Collection[]): void {
  showHits(map, collections, [])
  show(
    el(
      'p',
      { class: 'empty' },
      '选择核查对象并给出位置后，这里显示判定、条款和依据的数据。',
      english('Choose a kind and give a place: the finding appears here.'),
    ),
  )
}

function waiting(): void {
  part('finding').setAttribute('aria-busy', 'true')
  part('announce').textContent = '正在核查'
}

function missingPlace(): void {
  show(el('p', { class: 'empty error' }, '请先在地图上给出位置，或粘贴经纬度。', english('Give a place first.')))
  part('coordinate').focus()
}

/** Brings the verdict into sight, where the page is longer than the screen. */
function reveal(): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  part('finding').scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' })
}
