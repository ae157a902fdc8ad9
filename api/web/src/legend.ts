import { both, el, english } from './dom'
import { plain } from './plain'
import { legendOf } from './style'
import { swatch } from './swatch'
import type { Collection, Text } from './schema'

/** The title of a collection in both languages, as the legend writes it. */
export function titleOf(collection: Collection): Text {
  const { zh, en } = collection.titles ?? { zh: collection.title }
  return { zh: plain(zh), en: plain(en ?? '') }
}

/**
 * The list of layers, each with a switch and its legend. A layer that could not
 * be read stays in the list and says so.
 */
export function legend(collections: Collection[], failed: Set<string>, switched: (c: Collection, on: boolean) => void): Node[] {
  const group = (title: Text, members: Collection[]) =>
    members.length === 0
      ? []
      : [
          el('h3', {}, title.zh, english(title.en)),
          el('ul', { class: 'layers' }, ...members.map((c) => entry(c, failed.has(c.id), switched))),
        ]
  return [
    ...group({ zh: '保护与管控范围', en: 'Zones' }, collections.filter((c) => c.role !== 'reference')),
    ...group({ zh: '参考', en: 'Reference' }, collections.filter((c) => c.role === 'reference')),
  ]
}

function entry(collection: Collection, failed: boolean, switched: (c: Collection, on: boolean) => void): HTMLElement {
  const lines = legendOf(collection)
  const [only] = lines
  const box = el('input', { attributes: { type: 'checkbox', ...(failed ? { disabled: '' } : { checked: '' }) } })
  box.addEventListener('change', () => switched(collection, box.checked))
  const single = lines.length === 1 && only ? swatch(only) : null
  return el(
    'li',
    {},
    el('label', {}, box, single, el('span', { class: 'title' }, both(titleOf(collection)))),
    failed && el('p', { class: 'failed' }, '未能读取，图上未显示', english('not loaded, not shown')),
    single ? null : el('ul', { class: 'grades' }, ...lines.map((line) => el('li', {}, swatch(line), both(line.title)))),
  )
}
