import { badge } from './facts'
import { both, el, english } from './dom'
import { area, metres, share } from './quantity'
import type { Amount, GradeAmount, Parcel, Report } from './report'

/** How much of the site has which grade: by source, and over all sources where a layer has several. */
export function grades({ grades, grade_totals }: Report): HTMLElement | null {
  const bySource = grades
  if (bySource.length === 0) return null
  const several = (layer: string) => new Set(bySource.filter((g) => g.layer === layer).map(owner)).size > 1
  const layers = [...new Set(bySource.map(({ layer }) => layer))]
  const rows = layers.flatMap((layer) => [
    head(bySource.find((g) => g.layer === layer)?.layer_title.zh ?? layer),
    ...bySource.filter((g) => g.layer === layer).flatMap(gradeRows),
    ...(several(layer) ? grade_totals.filter((t) => t.layer === layer).map((t) => line('total', `合计${t.grade ? ` ${t.grade}` : ''}（重叠处只计一次）`, t)) : []),
  ])
  const made = el(
    'details',
    { class: 'section' },
    el('summary', {}, both({ zh: '各级别数量', en: 'Amounts by grade' }), el('span', { class: 'count' }, String(bySource.length))),
    el('div', { class: 'wide' }, el('table', {}, el('tbody', {}, ...rows))),
  )
  made.open = true
  return made
}

function owner({ source_code, zone }: GradeAmount): string {
  return source_code ?? zone ?? ''
}

function head(layer: string): HTMLElement {
  return el('tr', {}, el('th', { attributes: { colspan: '3', scope: 'rowgroup' } }, layer))
}

function gradeRows(row: GradeAmount): HTMLElement[] {
  const name = [row.source_name ?? row.zone_name, row.grade].filter(Boolean).join(' ')
  return [line('', name, row), ...(row.parts ?? []).map((part) => line('part', part.part || '未分水域陆域', part))]
}

function line(kind: string, name: string, amount: Amount): HTMLElement {
  const part = amount.share === undefined ? '' : share(amount.share)
  return el('tr', kind ? { class: kind } : {}, el('td', {}, name), el('td', { class: 'number' }, size(amount)), el('td', { class: 'number share' }, part))
}

function size({ area_m2, length_m }: Amount): string {
  if (area_m2 !== undefined) return area(area_m2)
  return length_m === undefined ? '—' : metres(length_m)
}

/** The parcels of a project, a row each; never folded away, as each may fare otherwise. */
export function parcels(rows: Parcel[]): HTMLElement | null {
  if (rows.length === 0) return null
  const column = (zh: string, en: string) => el('th', { attributes: { scope: 'col' } }, zh, english(en))
  const row = (parcel: Parcel) =>
    el(
      'tr',
      {},
      el('td', { class: 'number' }, String(parcel.number)),
      el('td', {}, parcel.name || '—'),
      el('td', { class: 'number' }, size(parcel)),
      el('td', {}, badge(parcel.verdict), parcel.borderline && parcel.verdict !== 'borderline' ? el('div', {}, '临界') : null, parcel.complete ? null : el('div', { class: 'quiet' }, '核查不完整')),
    )
  return el(
    'section',
    { class: 'section parcels' },
    el('h3', {}, `共 ${rows.length} 个地块 `, english('Parcels')),
    el(
      'div',
      { class: 'wide' },
      el('table', {}, el('thead', {}, el('tr', {}, column('序号', 'no.'), column('名称', 'name'), column('数量', 'size'), column('判定', 'verdict'))), el('tbody', {}, ...rows.map(row))),
    ),
  )
}
