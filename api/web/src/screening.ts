import type { Map as MapLibre } from 'maplibre-gl'
import * as api from './api'
import type { Drawn } from './collections'
import { el, english, part } from './dom'
import { drawReport, spoken } from './finding'
import { createForm } from './form'
import { showFaults, showHits } from './overlay'
import { createPlace, type Given } from './place'
import { drawTrouble, faultPlaces } from './trouble'
import type { OfficerWord, Report } from './report'
import type { Collection, RuleSet, SiteProperties, Value } from './schema'

const defaultAccuracyM = 30 // of a site of which nothing is said, as in the API

/** What a report answers, where it is kept if it is, and whether a newer question has replaced it. */
interface Asked {
  question: api.Question
  kept: URL | null
  signal: AbortSignal
}

/**
 * Asks the server whenever a place and a kind are given and either changes, and
 * draws what it answers. Only the newest question is answered.
 */
export function startScreening(map: MapLibre, drawn: Drawn, rules: RuleSet): void {
  const { collections } = drawn
  let asked = new AbortController()
  const ask = async () => {
    asked.abort()
    asked = new AbortController()
    const { signal } = asked
    showFaults(map, [])
    const given = place.given()
    const properties = given && form.read()
    if (!given || !properties) return empty(map, collections)
    waiting()
    try {
      const question = about(given, properties)
      answered(await api.screen(question, signal), { question, kept: null, signal })
    } catch (cause) {
      if (!api.isAbort(cause) && !signal.aborted) troubled(cause)
    }
  }
  const answered = (report: Report, { question, kept, signal }: Asked) => {
    const answer = (attribute: string, value: Value | undefined) => {
      form.answer(attribute, value)
      void ask()
    }
    let at = kept
    const keep = async () => (at ??= await api.keep(question))
    const settle = async (word: OfficerWord) => {
      const first = await keep()
      if (!first) throw new api.RequestError({ zh: '核查意见未能保存，无法记入认定', en: 'The report could not be kept, and so not answered' })
      const settled = await api.settle(first, word)
      if (!signal.aborted) answered(settled.report, { question, kept: settled.at, signal })
    }
    place.found(report.site)
    showHits(map, collections, report.zones)
    void drawn.showDay(report.as_of)
    show(...drawReport(report, rules, { answer, keep, kept, settle }))
    part('announce').textContent = spoken(report)
    if (kept) part('finding').focus({ preventScroll: true }) // the officer reads on where the word was said
    else reveal()
  }
  const troubled = (cause: unknown) => {
    showHits(map, collections, [])
    showFaults(map, faultPlaces(cause))
    show(drawTrouble(cause, () => void ask()))
    reveal()
  }
  const form = createForm(rules, () => void ask())
  const place = createPlace(map, rules.kinds[0]?.id ?? '', () => void ask())
  part('form').addEventListener('submit', (event) => {
    event.preventDefault()
    if (!place.given()) return missingPlace()
    void ask()
  })
  empty(map, collections)
}

/** A coordinate that was written to 50 m is not known to 30 m, whatever accuracy was said. */
function about(given: Given, properties: SiteProperties): api.Question {
  const system = given.crs ? { crs: given.crs } : {}
  if ('files' in given) return api.aboutFiles(given.files, { ...properties, ...system })
  const { shape, precisionM = 0 } = given
  const coarse = precisionM > (properties.accuracy_m ?? defaultAccuracyM) ? { accuracy_m: precisionM } : {}
  return api.aboutSite({ type: 'Feature', geometry: shape, properties: { ...properties, ...system, ...coarse } })
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
  show(el('p', { class: 'empty error' }, '请先在地图上给出位置，粘贴坐标，或上传文件。', english('Give a place first.')))
  part('coordinate').focus()
}

/** Brings the verdict into sight, where the page is longer than the screen. */
function reveal(): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  part('finding').scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' })
}
