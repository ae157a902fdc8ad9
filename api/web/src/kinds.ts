import { el, english, part } from './dom'
import type { Kind } from './schema'

const common = 5 // a rule file lists the common kinds first

/** The kind of site, chosen among a few chips or, where there are many, in the list beside them. */
export interface Kinds {
  /** The id of the chosen kind, '' while none is. */
  chosen(): string
}

/** Builds the chooser. No kind is chosen beforehand: which rules apply hangs on it, so it is never guessed. */
export function createKinds(kinds: Kind[], changed: () => void): Kinds {
  const [few, more] = kinds.length > common + 1 ? [kinds.slice(0, common), kinds.slice(common)] : [kinds, []]
  const chips = few.map(chip)
  const select = others(more)
  const radios = () => chips.map((c) => c.querySelector('input')).filter((input) => input !== null)
  part('kinds').replaceChildren(...chips, ...(more.length > 0 ? [select] : []))
  part('kinds').addEventListener('change', ({ target }) => {
    if (target !== select) select.value = ''
    else if (select.value) for (const radio of radios()) radio.checked = false
    changed()
  })
  return { chosen: () => select.value || (radios().find((radio) => radio.checked)?.value ?? '') }
}

function chip({ id, title }: Kind): HTMLElement {
  return el('label', {}, el('input', { attributes: { type: 'radio', name: 'kind', value: id } }), el('span', {}, title.zh, english(title.en)))
}

function others(kinds: Kind[]): HTMLSelectElement {
  const option = ({ id, title }: Kind) => el('option', { attributes: { value: id } }, `${title.zh} ${title.en ?? ''}`)
  return el(
    'select',
    { attributes: { id: 'other-kind', 'aria-label': '其他核查对象 Other kinds' } },
    el('option', { attributes: { value: '' } }, '其他… Others'),
    ...kinds.map(option),
  )
}
