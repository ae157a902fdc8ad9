import { card, facts, type Answer } from './card'
import { both, el, english } from './dom'
import { area, degrees, metres } from './quantity'
import type { Report } from './report'
import { tables, unchecked } from './tables'
import type { Kind, Text } from './schema'
import { stages, verdicts } from './words'

/** Draws a report: the verdict, always with whether the check is complete, then its grounds. */
export function drawReport(report: Report, kinds: Kind[], answer: Answer): Node[] {
  return [
    verdictHead(report, kinds),
    unchecked(report),
    ...(report.findings ?? []).map((finding) => card(finding, answer)),
    notes(report.notes ?? []),
    ...tables(report),
    provenance(report),
  ].filter((node) => node !== null)
}

/** The verdict in one sentence, for those who hear the page. */
export function spoken(report: Report): string {
  return `判定：${verdicts[report.verdict].zh}。${completeness(report).zh}。${report.summary.zh}`
}

function completeness({ complete }: Report): Text {
  return complete ? { zh: '核查完整', en: 'check complete' } : { zh: '核查不完整', en: 'check incomplete' }
}

function verdictHead(report: Report, kinds: Kind[]): HTMLElement {
  const word = verdicts[report.verdict]
  const edge = report.borderline && report.verdict !== 'borderline'
  return el(
    'header',
    { class: `verdict v-${report.verdict}`, attributes: { 'data-verdict': report.verdict, 'data-complete': String(report.complete) } },
    el(
      'p',
      { class: 'verdict-line' },
      el('strong', { class: 'verdict-word' }, word.zh),
      el('span', { class: 'verdict-side' }, english(word.en), el('span', { class: report.complete ? 'complete' : 'incomplete' }, both(completeness(report)))),
    ),
    edge ? el('p', { class: 'edge' }, '临界：边界在精度范围内，须按批复拐点现场勘界。', english('Within the accuracy of the boundary: check the approved corner points on the ground.')) : null,
    el('p', { class: 'summary' }, both(report.summary)),
    report.verdict === 'none_found' ? el('p', { class: 'scope' }, '仅就已核查的图层而言，不代替行政许可决定。', english('Within the layers checked only; not a permit.')) : null,
    el('p', { class: 'subject' }, subject(report, kinds)),
    report.illustrative ? el('p', { class: 'illustrative' }, '依据含示意数据，不作为审批依据。', english('Rests on illustrative data.')) : null,
  )
}

function subject({ site, as_of }: Report, kinds: Kind[]): string {
  const kind = kinds.find(({ id }) => id === site.kind)?.title.zh ?? site.kind
  const stage = stages[site.stage].zh + (site.stage_given ? '' : '（未说明，按拟建）')
  return [site.name, kind, stage, size(site), `基准日 ${as_of}`, `精度 ±${metres(site.accuracy_m)}`].filter(Boolean).join(' · ')
}

function size({ geometry, area_m2, length_m }: Report['site']): string {
  if (area_m2) return area(area_m2)
  if (length_m) return `长 ${metres(length_m)}`
  if (geometry?.type !== 'Point') return ''
  return geometry.coordinates.slice(0, 2).map(degrees).join(', ')
}

function notes(texts: Text[]): HTMLElement | null {
  return texts.length > 0 ? el('ul', { class: 'notes' }, ...texts.map((text) => el('li', {}, both(text)))) : null
}

function provenance(report: Report): HTMLElement {
  const copied = el('span', { class: 'copied', attributes: { role: 'status' } })
  const json = JSON.stringify(report, null, 2)
  const copy = el('button', { attributes: { type: 'button' } }, '复制 JSON ', english('Copy'))
  copy.addEventListener('click', () => {
    navigator.clipboard.writeText(json).then(
      () => copied.replaceChildren('已复制'),
      () => copied.replaceChildren('浏览器未准许复制，请下载'),
    )
  })
  const save = el('button', { attributes: { type: 'button' }, on: { click: () => download(json, report.hash) } }, '下载 JSON ', english('Download'))
  // The clipboard is only there over HTTPS and on the local host.
  const canCopy = isSecureContext && navigator.clipboard !== undefined
  return el(
    'footer',
    { class: 'provenance' },
    facts([
      ['数据版本', 'release', report.release],
      ['规则版本', 'rules', report.rules_version],
      ['系统版本', 'engine', report.engine_version],
      ['校验码', 'hash', report.hash],
    ]),
    el('p', { class: 'actions' }, canCopy ? copy : null, save, copied),
    el('p', { class: 'quiet' }, '保护范围以政府批复文件及拐点坐标为准；本结果不代替行政许可决定。', english('The approved documents rule; this is not a permit.')),
  )
}

function download(json: string, hash: string): void {
  const url = URL.createObjectURL(new Blob([json], { type: 'application/json' }))
  const short = hash.replace(/[^0-9a-z]/gi, '').slice(-12)
  el('a', { attributes: { href: url, download: `waterzones-${short}.json` } }).click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
