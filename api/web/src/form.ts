import { attributeRow } from './attributes'
import { both, el, english, part } from './dom'
import { createKinds } from './kinds'
import { relevant } from './relevant'
import type { Attribute, RuleSet, SiteProperties, Text, Value } from './schema'
import { stages } from './words'

/** What is asked about a site beside its place. */
export interface Form {
  /** What has been filled in, or null while no kind is chosen (and then asks for it). */
  read(): SiteProperties | null
  /** Fills in the answer to a question of a finding. */
  answer(attribute: string, value: Value | undefined): void
}

const nature = 'nature' // 建设性质; the stage follows from it, so both are one field here

/** Builds the form from the rule set. */
export function createForm(rules: RuleSet, changed: () => void): Form {
  const known = new Map<string, Value>()
  const redraw = () => drawAttributes(asked(rules, kinds.chosen()), (all) => relevant(rules, kinds.chosen(), all, known), known, changed)
  const kinds = createKinds(rules.kinds, () => {
    part('kind-missing').hidden = true
    redraw()
    changed()
  })
  const stage = part<HTMLSelectElement>('site-stage')
  stage.replaceChildren(...stageOptions(rules.attributes))
  for (const id of ['site-stage', 'name', 'as-of', 'accuracy']) part(id).addEventListener('change', changed)
  part('application').addEventListener('change', changed)
  redraw()
  return {
    read: () => {
      const kind = kinds.chosen()
      if (!kind) return askKind()
      const ids = asked(rules, kind).map(({ id }) => id)
      return { kind, ...details(), attributes: { ...Object.fromEntries([...known].filter(([id]) => ids.includes(id))), ...application() } }
    },
    answer: (attribute, value) => {
      if (attribute === nature) stage.value = value?.toString() ?? ''
      else set(known, attribute, value)
      redraw()
    },
  }
}

function asked({ attributes }: RuleSet, kind: string): Attribute[] {
  return attributes.filter((a) => a.id !== nature && a.kinds.includes(kind))
}

function askKind(): null {
  part('kind-missing').hidden = false
  part('kinds').querySelector('input')?.focus()
  return null
}

/** 拟建, what is known of it more exactly, 既有. */
function stageOptions(attributes: Attribute[]): HTMLElement[] {
  const exact = attributes.find(({ id }) => id === nature)?.choices?.filter(({ id }) => id !== 'existing') ?? []
  const option = (value: string, { zh, en }: Text) => el('option', { attributes: { value } }, `${zh} ${en ?? ''}`)
  return [
    option('', { zh: '未说明', en: 'not said' }),
    option('proposed', stages.proposed),
    ...exact.map(({ id, title }) => option(id, { zh: `拟建：${title.zh}`, ...(title.en ? { en: title.en } : {}) })),
    option('existing', stages.existing),
  ]
}

function details(): Omit<SiteProperties, 'kind' | 'attributes'> {
  const name = part<HTMLInputElement>('name').value.trim()
  const day = part<HTMLInputElement>('as-of').value
  const accuracy = part<HTMLInputElement>('accuracy').valueAsNumber
  const stage = part<HTMLSelectElement>('site-stage').value
  return {
    ...(name ? { name } : {}),
    ...(day ? { as_of: day } : {}),
    ...(Number.isFinite(accuracy) ? { accuracy_m: accuracy } : {}),
    ...(stage ? { stage } : {}),
  }
}

/** Who asks, and under which numbers: what was filled in, for the paper. */
function application(): Record<string, string> {
  const inputs = [...part('application').querySelectorAll('input')]
  return Object.fromEntries(inputs.flatMap((input) => (input.value.trim() ? [[input.name, input.value.trim()]] : [])))
}

function set(known: Map<string, Value>, id: string, value: Value | undefined): void {
  if (value === undefined) known.delete(id)
  else known.set(id, value)
}

/** The attributes that are asked for; those that only declare an activity stand folded below. */
function drawAttributes(attributes: Attribute[], relevant: (all: Attribute[]) => Attribute[], known: Map<string, Value>, changed: () => void): void {
  const facts = el('div', {})
  const row = (attribute: Attribute) =>
    attributeRow(attribute, known.get(attribute.id), (value) => {
      set(known, attribute.id, value)
      if (attribute.activity) drawFacts() // which turn on it; the row itself stays, with its focus
      count(relevant(attributes), known)
      changed()
    })
  const drawFacts = () => facts.replaceChildren(...relevant(attributes).filter(({ activity }) => !activity).map(row))
  drawFacts()
  const activities = attributes.filter(({ activity }) => activity)
  const wasOpen = part('attributes').querySelector('details')?.open ?? false
  const declared = el('details', { class: 'declared' }, el('summary', {}, '申报涉及的活动 ', english('Activities to declare'), el('span', { class: 'count' }, String(activities.length))), ...activities.map(row))
  declared.open = wasOpen
  const none = el('p', { class: 'quiet' }, both({ zh: '选择核查对象后列出需要说明的属性。', en: 'Listed once a kind is chosen.' }))
  part('attributes').replaceChildren(attributes.length > 0 ? facts : none, ...(activities.length > 0 ? [declared] : []))
  count(relevant(attributes), known)
}

function count(attributes: Attribute[], known: Map<string, Value>): void {
  const open = attributes.filter(({ id, activity }) => !activity && !known.has(id)).length
  part('more-count').textContent = open > 0 ? `${open} 项未说明` : ''
}

/** The chosen value of a group of radio buttons, or ''. */
export function checked(name: string): string {
  const radios = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')]
  return radios.find((input) => input.name === name && input.checked)?.value ?? ''
}
