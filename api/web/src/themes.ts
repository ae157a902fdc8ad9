import { both, el, english } from './dom'
import type { Report, Theme, ThemeStatus } from './report'
import type { Text } from './schema'

const lists: Record<ThemeStatus, Text> = {
  concerned: { zh: '涉及', en: 'Concerned' },
  not_concerned: { zh: '未涉及', en: 'Not concerned' },
  without_data: { zh: '无数据', en: 'Without data' },
}

/** The three lists of subjects: what the site concerns, what it does not, and of what there are no data. */
export function themes({ themes }: Report): HTMLElement {
  const rows = (Object.keys(lists) as ThemeStatus[]).flatMap((status) => row(status, themes.filter((theme) => theme.status === status)))
  return el('dl', { class: 'themes' }, ...rows)
}

/** A long list of what is not known stays folded; that there is one is always seen. */
function row(status: ThemeStatus, of: Theme[]): Node[] {
  const title = el('dt', { attributes: { 'data-status': status } }, both(lists[status]), el('span', { class: 'count' }, String(of.length)))
  const names = el('ul', {}, ...of.map(({ title, reason }) => el('li', {}, both(title), reason ? el('span', { class: 'quiet' }, ' ', reason.zh, english(reason.en)) : null)))
  if (of.length === 0) return [title, el('dd', {}, '无 ', english('none'))]
  const few = 6
  const folded = status === 'without_data' && of.length > few
  return [title, el('dd', {}, folded ? el('details', {}, el('summary', {}, `${of.length} 项 `, english('listed')), names) : names)]
}
