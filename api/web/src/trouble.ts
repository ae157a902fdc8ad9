import type { Position } from 'geojson'
import { RequestError } from './api'
import { both, el, english } from './dom'

/**
 * What went wrong, in words, Chinese first; one line for each field at fault.
 * Trying again is offered unless the fault lies in what was asked.
 */
export function drawTrouble(cause: unknown, again: () => void): HTMLElement {
  const says = cause instanceof RequestError ? cause.says : { zh: '页面出错，请刷新后重试', en: 'The page failed; reload it' }
  const errors = cause instanceof RequestError ? (cause.problem?.errors ?? []) : []
  const rows = errors.map(({ field, zh, en }) =>
    el('li', {}, zh ?? en ?? '', zh ? english(en) : null, field ? el('code', {}, field) : null),
  )
  return el(
    'section',
    { class: 'trouble', attributes: { role: 'alert' } },
    el('h3', {}, '未能核查 ', english('Not screened')),
    rows.length > 0 ? el('ul', {}, ...rows) : el('p', {}, both(says)),
    rows.length > 0 ? null : el('button', { attributes: { type: 'button' }, on: { click: again } }, '重试 ', english('Try again')),
  )
}

/** The places that an error names, longitude and latitude. */
export function faultPlaces(cause: unknown): Position[] {
  if (!(cause instanceof RequestError)) return []
  return (cause.problem?.errors ?? []).flatMap(({ at }) => (at?.length === 2 && at.every(Number.isFinite) ? [at] : []))
}
