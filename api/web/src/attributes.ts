import { both, el, english } from './dom'
import type { Attribute, Text, Value } from './schema'

/** Takes what was filled in; undefined is not known. */
export type Filled = (value: Value | undefined) => void

const unknown: Text = { zh: '不清楚', en: 'not known' }

/** One attribute of the form: its title, and the input that its type needs. */
export function attributeRow(attribute: Attribute, now: Value | undefined, filled: Filled): HTMLElement {
  const name = `attribute ${attribute.id}`
  const small = (attribute.type ?? 'boolean') === 'boolean'
  return el(
    'div',
    { class: 'line', attributes: { role: 'group', 'aria-label': attribute.title.zh, title: `${attribute.question.zh} ${attribute.question.en ?? ''}` } },
    el('span', { class: 'line-title' }, both(attribute.title)),
    small ? threeWay(name, now, filled) : field(attribute, now, filled),
  )
}

/** 不清楚, 是, 否. */
function threeWay(name: string, now: Value | undefined, filled: Filled): HTMLElement {
  const options: [string, string][] = [['', '不清楚'], ['true', '是'], ['false', '否']]
  const chips = options.map(([value, zh]) => {
    const input = el('input', { attributes: { type: 'radio', name, value } })
    input.checked = value === (now?.toString() ?? '')
    input.addEventListener('change', () => filled(value === '' ? undefined : value === 'true'))
    return el('label', {}, input, el('span', {}, zh))
  })
  return el('div', { class: 'chips segmented small' }, ...chips)
}

/** The input for a number in its unit, a choice or a text. */
export function field(attribute: Attribute, now: Value | undefined, filled: Filled): HTMLElement {
  if (attribute.type === 'choice') return choice(attribute, now, filled)
  const number = attribute.type === 'number'
  const input = el('input', {
    attributes: {
      type: number ? 'number' : 'text',
      'aria-label': attribute.title.zh,
      autocomplete: 'off',
      ...(number ? { min: '0', step: 'any', inputmode: 'decimal' } : { maxlength: '200' }),
    },
  })
  input.value = now?.toString() ?? ''
  input.addEventListener('change', () => {
    const written = input.value.trim()
    if (!number) return filled(written || undefined)
    filled(Number.isFinite(input.valueAsNumber) ? input.valueAsNumber : undefined)
  })
  input.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault() // Enter would send the whole form before the value is taken
    input.blur()
  })
  return el('span', { class: 'measure' }, input, attribute.unit ? el('span', { class: 'unit' }, attribute.unit) : null)
}

function choice(attribute: Attribute, now: Value | undefined, filled: Filled): HTMLElement {
  const option = (value: string, title: Text) => el('option', { attributes: { value } }, title.en ? `${title.zh} ${title.en}` : title.zh)
  const select = el(
    'select',
    { attributes: { 'aria-label': attribute.title.zh } },
    option('', unknown),
    ...(attribute.choices ?? []).map(({ id, title }) => option(id, title)),
  )
  select.value = now?.toString() ?? ''
  select.addEventListener('change', () => filled(select.value || undefined))
  return select
}

/** What answers the question of a finding: two buttons, or the input that the attribute needs. */
export function answering(attribute: Attribute | undefined, filled: Filled): HTMLElement {
  if (attribute && (attribute.type ?? 'boolean') !== 'boolean') return el('div', { class: 'answers' }, field(attribute, undefined, filled))
  const button = (zh: string, en: string, value: boolean) => el('button', { attributes: { type: 'button' }, on: { click: () => filled(value) } }, zh, english(en))
  return el('div', { class: 'answers' }, button('是', 'yes', true), button('否', 'no', false))
}
