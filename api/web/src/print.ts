import { RequestError } from './api'
import { facts } from './facts'
import { el, english } from './dom'
import type { Report } from './report'
import type { Text } from './schema'

/** The button that has a report made to be printed; then, or if it is kept already, where that is, or why there is none. */
export function printing(keep: () => Promise<URL | null>, kept: URL | null): HTMLElement {
  if (kept) return printed(kept)
  const failed = (text: Text) => el('p', { class: 'error' }, text.zh, text.en ? english(text.en) : null)
  const make = async () => {
    button.disabled = true
    try {
      box.replaceWith(printed(await keep()))
    } catch (cause) {
      button.disabled = false
      box.replaceChildren(failed(cause instanceof RequestError ? cause.says : { zh: '报告未能生成，请重试', en: 'The report could not be made; try again' }), button)
    }
  }
  const button = el('button', { attributes: { type: 'button' }, on: { click: () => void make() } }, '生成报告并打印 ', english('Make a report to print'))
  const box = el('div', { class: 'print' }, button)
  return box
}

/** Where the kept report is read and printed; a line that says so where it was not kept. */
function printed(kept: URL | null): HTMLElement {
  if (!kept) return el('p', { class: 'print error' }, '报告未能保存，没有可打印的版本；可下载 JSON。', english('The report could not be kept and has no print; download the JSON.'))
  const form = (form: string, lang: string, label: string) => {
    const url = new URL(kept)
    url.search = new URLSearchParams({ f: form, lang }).toString()
    return el('a', { attributes: { href: url.href, target: '_blank', rel: 'noopener', 'data-form': `${form} ${lang}` } }, label)
  }
  return el(
    'div',
    { class: 'print' },
    el('b', {}, '打印 ', english('Print')),
    form('html', 'zh', '网页版 HTML'),
    form('pdf', 'zh', 'PDF'),
    el('span', { class: 'en', attributes: { lang: 'en' } }, 'in English: ', form('html', 'en', 'HTML'), ' · ', form('pdf', 'en', 'PDF')),
    el('div', { class: 'address' }, '报告网址 ', english('address'), ' ', el('code', {}, kept.href)),
  )
}

/** The versions by which the report can be computed again, and the report as data. */
export function provenance(report: Report): HTMLElement {
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
