import { article, badge, facts, mark, overlaps } from './facts'
import { both, el, english } from './dom'
import { bearing, metres } from './quantity'
import type { LayerCheck, Met, Near, Reminder, Report } from './report'
import type { Text } from './schema'
import { relations } from './words'

/** A part of the report that folds; nothing where it has no rows. */
function section(title: Text, rows: Node[], open: boolean): HTMLElement | null {
  if (rows.length === 0) return null
  const heading = el('summary', {}, both(title), el('span', { class: 'count' }, String(rows.length)))
  const made = el('details', { class: 'section' }, heading, el('ul', {}, ...rows))
  made.open = open
  return made
}

/** The layers that matter and were not checked, with the reason; never folded away. */
export function unchecked(report: Report): HTMLElement | null {
  const layers = report.layers.filter((layer) => !layer.checked && matters(layer))
  if (layers.length === 0) return null
  const row = (layer: LayerCheck) =>
    el('li', {}, el('b', {}, layer.title.zh), layer.required && el('span', { class: 'tag' }, '必查 required'), ' ', both(layer.reason))
  return el('section', { class: 'unchecked' }, el('h3', {}, '未核查 ', english('Not checked')), el('ul', {}, ...layers.map(row)))
}

/** Whether a layer matters for this kind of site; in doubt it does. */
function matters(layer: LayerCheck): boolean {
  return layer.required || layer.matters !== false
}

/** The layers that were checked, those not held, the zones as stored, what is near, what holds everywhere. */
export function tables(report: Report): (HTMLElement | null)[] {
  const checked = report.layers.filter((layer) => layer.checked)
  const others = report.layers.filter((layer) => !layer.checked && !matters(layer))
  return [
    section({ zh: '涉及区域', en: 'Zones met, as stored' }, report.zones.map(metRow), false),
    section({ zh: '最近的未涉及区域', en: 'Nearest zones not met' }, report.nearest.map(nearRow), true),
    section({ zh: '已核查图层', en: 'Layers checked' }, checked.map(layerRow), false),
    section({ zh: '未核查的其他图层', en: 'Other layers not checked' }, others.map(layerRow), false),
    section({ zh: '全域提醒', en: 'Reminders that hold everywhere' }, report.reminders.map(reminderRow), false),
    section({ zh: '本系统未收录', en: 'Not held by this service' }, report.out_of_scope.map(({ title }) => el('li', {}, both(title))), false),
  ]
}

function metRow(zone: Met): HTMLElement {
  const relation = relations[zone.relation] ?? { zh: zone.relation }
  return el(
    'li',
    {},
    el('b', {}, zone.name),
    ' ',
    [zone.grade, zone.part].filter(Boolean).join(' '),
    el('div', { class: 'quiet' }, zone.layer_title.zh, ' · ', zone.code),
    facts([['关系', 'relation', both(relation)], ...overlaps(zone), ['距边界', 'to its boundary', metres(zone.boundary_m)]]),
  )
}

function nearRow(near: Near): HTMLElement {
  const towards = bearing(near.bearing_deg)
  return el(
    'li',
    { class: 'near' },
    el('span', { class: 'distance' }, `${metres(near.distance_m)} ${towards.zh}`, english(towards.en)),
    el('span', {}, near.name, near.grade ? `（${near.grade}）` : '', el('span', { class: 'quiet' }, ' ', near.layer_title.zh)),
  )
}

function layerRow(layer: LayerCheck): HTMLElement {
  const version = [layer.version, layer.department].filter(Boolean).join(' · ')
  return el(
    'li',
    {},
    both(layer.title),
    layer.illustrative && el('span', { class: 'tag' }, '示意'),
    el('div', { class: 'quiet' }, version),
    layer.reason?.zh ? el('div', {}, both(layer.reason)) : null,
    layer.derivation?.zh ? el('div', { class: 'quiet' }, '派生方式：', both(layer.derivation)) : null,
  )
}

function reminderRow(reminder: Reminder): HTMLElement {
  return el(
    'li',
    {},
    badge(reminder.verdict),
    ' ',
    both(reminder.title),
    mark(reminder),
    el('ul', { class: 'citations' }, ...reminder.citation.map(article)),
    reminder.conditions?.zh ? el('p', { class: 'conditions' }, both(reminder.conditions)) : null,
  )
}
