import { RequestError } from './api'
import { both, el, english } from './dom'
import type { OfficerWord } from './report'
import type { Text } from './schema'

/** What an officer says of one finding; the finding itself names the rule and the zone. */
export type Said = Omit<OfficerWord, 'rule' | 'zone'>

/** Keeps what is said beside the report, or says why it cannot be kept. */
export type Settle = (said: Said) => Promise<void>

const holds: Text = { zh: '成立', en: 'holds' }
const not: Text = { zh: '不成立', en: 'does not hold' }

/** What an officer has said of a finding, and the form to say it in: a later word replaces the earlier. */
export function officersWord(word: OfficerWord | undefined, who: string | undefined, settle: Settle): HTMLElement {
  return el(
    'div',
    { class: 'word' },
    word ? said(word) : null,
    el(
      'details',
      {},
      el('summary', {}, word ? '重新认定 ' : '经办人认定 ', english(word ? 'Answer again' : 'The officer’s word')),
      form(word, who, settle),
    ),
  )
}

function said(word: OfficerWord): HTMLElement {
  const where = [word.document && `依据 ${word.document}`, word.by, word.on].filter(Boolean).join('，')
  return el(
    'p',
    { class: 'said', attributes: { 'data-holds': String(word.holds) } },
    el('b', {}, '经办人认定：', both(word.holds ? holds : not)),
    `。${word.because}（${where}）`,
    el('span', { class: 'quiet' }, ' 系统判定不变 ', english('the verdict of the program stands')),
  )
}

function form(word: OfficerWord | undefined, who: string | undefined, settle: Settle): HTMLElement {
  const because = text('理由', 'Because', word?.because)
  const by = text('认定人', 'By', word?.by ?? who)
  const document = text('依据文件', 'Document', word?.document)
  const on = text('日期', 'On', word?.on ?? today(), 'date')
  const choice = [choose(holds, 'true', word?.holds), choose(not, 'false', word?.holds === false)]
  const failed = el('p', { class: 'error', attributes: { role: 'alert' } })
  const button = el('button', { attributes: { type: 'submit' } }, '记入核查意见 ', english('Put on the report'))
  const send = async (event: Event) => {
    event.preventDefault()
    button.disabled = true
    failed.replaceChildren()
    try {
      await settle({
        holds: choice[0]?.input.checked ?? false,
        because: because.input.value.trim(),
        by: by.input.value.trim(),
        on: on.input.value,
        ...(document.input.value.trim() ? { document: document.input.value.trim() } : {}),
      })
    } catch (cause) {
      button.disabled = false
      failed.replaceChildren(cause instanceof RequestError ? both(cause.says) : '未能保存，请重试')
    }
  }
  for (const { input } of [because, by, on]) input.required = true
  return el(
    'form',
    { class: 'fields', on: { submit: (event) => void send(event) } },
    el('div', { class: 'chips segmented small', attributes: { role: 'radiogroup', 'aria-label': '是否成立 Does it hold' } }, ...choice.map(({ label }) => label)),
    ...[because, by, document, on].map(({ label }) => label),
    el('p', { class: 'quiet' }, '随本份核查意见保存并打印；改动上面的填写后是另一份核查意见，须重新认定。', english('Kept and printed with this report; what is changed above makes another, to be answered anew.')),
    failed,
    button,
  )
}

function text(zh: string, en: string, now = '', type = 'text'): { label: HTMLElement; input: HTMLInputElement } {
  const input = el('input', { attributes: { type, autocomplete: 'off', name: en.toLowerCase() } })
  input.value = now
  return { input, label: el('label', {}, el('span', {}, zh, english(en)), input) }
}

function choose(title: Text, value: string, chosen = false): { label: HTMLElement; input: HTMLInputElement } {
  const input = el('input', { attributes: { type: 'radio', name: 'holds', value } })
  input.required = true
  input.checked = chosen
  return { input, label: el('label', {}, input, el('span', {}, both(title))) }
}

/** The day of the calendar here, not of Greenwich. */
function today(): string {
  const now = new Date()
  const two = (n: number) => String(n).padStart(2, '0')
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
