import { both, el, english, part } from './dom'
import type { Attribute, RuleSet, SiteProperties, Text } from './schema'

/** What is asked about a site beside its place. */
export interface Form {
  /** What has been filled in, or null while no kind is chosen (and then asks for it). */
  read(): SiteProperties | null
  /** Fills in the answer to a question of a finding. */
  answer(attribute: string, value: boolean): void
}

const answers: { value: string; title: Text }[] = [
  { value: '', title: { zh: '不清楚' } },
  { value: 'true', title: { zh: '是' } },
  { value: 'false', title: { zh: '否' } },
]

/**
 * Builds the form from the rule set. No kind is chosen beforehand: which rules
 * apply hangs on it, so it is never guessed.
 */
export function createForm(rules: RuleSet, changed: () => void): Form {
  const known = new Map<string, boolean>()
  const kindOf = () => checked('kind')
  const redraw = () => drawAttributes(rules.attributes, kindOf(), known, changed)
  part('kinds').replaceChildren(...rules.kinds.map((kind) => chip('kind', kind.id, kind.title)))
  part('kinds').addEventListener('change', () => {
    part('kind-missing').hidden = true
    redraw()
    changed()
  })
  for (const id of ['name', 'as-of', 'accuracy']) part(id).addEventListener('change', changed)
  for (const radio of radios('stage')) radio.addEventListener('change', changed)
  redraw()
  return {
    read: () => {
      const kind = kindOf()
      if (!kind) return askKind()
      return { kind, ...details(), attributes: relevant(rules.attributes, kind, known) }
    },
    answer: (attribute, value) => {
      known.set(attribute, value)
      redraw()
    },
  }
}

function askKind(): null {
  part('kind-missing').hidden = false
  part('kinds').querySelector('input')?.focus()
  return null
}

function details(): Omit<SiteProperties, 'kind' | 'attributes'> {
  const name = part<HTMLInputElement>('name').value.trim()
  const day = part<HTMLInputElement>('as-of').value
  const accuracy = part<HTMLInputElement>('accuracy').valueAsNumber
  const stage = checked('stage')
  return {
    ...(name ? { name } : {}),
    ...(day ? { as_of: day } : {}),
    ...(Number.isFinite(accuracy) ? { accuracy_m: accuracy } : {}),
    ...(stage === 'proposed' || stage === 'existing' ? { stage } : {}),
  }
}

function relevant(attributes: Attribute[], kind: string, known: Map<string, boolean>): Record<string, boolean> {
  const asked = attributes.filter((a) => a.kinds.includes(kind)).map((a) => a.id)
  return Object.fromEntries([...known].filter(([id]) => asked.includes(id)))
}

function drawAttributes(attributes: Attribute[], kind: string, known: Map<string, boolean>, changed: () => void): void {
  const asked = attributes.filter((attribute) => attribute.kinds.includes(kind))
  const rows = asked.map((attribute) => attributeRow(attribute, known, changed))
  const empty = kind ? '此类对象没有需要说明的属性。' : '选择核查对象后列出需要说明的属性。'
  part('attributes').replaceChildren(...(rows.length > 0 ? rows : [el('p', { class: 'quiet' }, empty)]))
  const open = asked.filter(({ id }) => !known.has(id)).length
  part('more-count').textContent = open > 0 ? `${open} 项未说明` : ''
}

function attributeRow(attribute: Attribute, known: Map<string, boolean>, changed: () => void): HTMLElement {
  const now = known.get(attribute.id)?.toString() ?? ''
  const row = el('fieldset', { class: 'line' }, el('legend', {}, both(attribute.title)))
  const name = `attribute ${attribute.id}`
  row.title = attribute.question.zh
  row.append(el('div', { class: 'chips segmented small' }, ...answers.map((a) => chip(name, a.value, a.title, a.value === now))))
  row.addEventListener('change', () => {
    const value = checked(name)
    if (value) known.set(attribute.id, value === 'true')
    else known.delete(attribute.id)
    changed()
  })
  return row
}

function chip(name: string, value: string, title: Text, on = false): HTMLElement {
  const input = el('input', { attributes: { type: 'radio', name, value } })
  input.checked = on
  return el('label', {}, input, el('span', {}, title.zh, english(title.en)))
}

function radios(name: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')].filter((input) => input.name === name)
}

/** The chosen value of a group of radio buttons, or ''. */
export function checked(name: string): string {
  return radios(name).find((input) => input.checked)?.value ?? ''
}
