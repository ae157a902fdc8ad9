import { badge, facts } from './facts'
import { both, el, english } from './dom'
import { bearing, metres } from './quantity'
import type { Clears, Shifted, Verdict } from './report'

/** 最短避让: how far the site would have to move, and what is found there. A hint, no permission. */
export function clears(found: Clears | undefined): HTMLElement | null {
  if (!found) return null
  const heading = el('h3', {}, '最短避让 ', english('Shortest shift that clears it'))
  const text = el('p', { class: 'sentence' }, both(found.text))
  if (!found.found || found.shift_m === undefined) return el('section', { class: 'clears' }, heading, text)
  return el(
    'section',
    { class: 'clears' },
    heading,
    facts([
      ['距离', 'distance', metres(found.shift_m)],
      ['方位', 'bearing', both(bearing(found.bearing_deg))],
      ['平移后', 'after it', after(found.verdict_after, found.complete_after)],
    ]),
    text,
  )
}

/** No system was said: what the answer would be if a map service had moved the coordinates. */
export function shifted(rows: Shifted[]): HTMLElement | null {
  if (rows.length === 0) return null
  const row = ({ crs, shift_m, verdict, complete }: Shifted) =>
    el('li', {}, el('b', {}, services[crs] ?? crs), `：位置应移 ${metres(shift_m)}，判定 `, verdict ? after(verdict, complete) : '未核查')
  return el(
    'section',
    { class: 'unchecked shifted' },
    el('h3', {}, '坐标来源未说明 ', english('Where the coordinates come from was not said')),
    el('p', {}, '请在“坐标来源”中选定后重新核查；如取自下列地图，结果如下。', english('Choose the source and screen again. If it is one of these maps, this follows.')),
    el('ul', {}, ...rows.map(row)),
  )
}

const services: Record<string, string> = { 'GCJ-02': '高德、腾讯 GCJ-02', 'BD-09': '百度 BD-09' }

/** A verdict is never shown without whether the check is complete. */
function after(verdict: Verdict | undefined, complete: boolean): HTMLElement {
  return el('span', {}, verdict ? badge(verdict) : null, complete ? ' 核查完整' : ' 核查不完整', english(complete ? 'complete' : 'incomplete'))
}
