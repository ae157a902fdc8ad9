// Drives the map page in a real browser against a running server that holds the
// seeds:
//
//	npm run e2e -- http://127.0.0.1:8080/map/
//
// SCREENSHOTS names a folder for pictures of each step.
import assert from 'node:assert/strict'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { draw, drawn, launch, open, project } from './browser.mjs'

const url = process.argv[2] ?? process.env.WATERZONES_URL ?? 'http://127.0.0.1:8080/map/'
const pictures = process.env.SCREENSHOTS
// Pixels are drawn by the processor here: without pictures a smaller window will do.
const desk = pictures ? { width: 1280, height: 800 } : { width: 1120, height: 640 }
const inside = [112.85, 35.5] // within the first grade of 市区井水 in the seeds
const far = [116.4, 39.9]

const steps = {
  'the map says what it shows': async (page) => {
    const { collections, release } = await read('collections')
    assert.equal(await page.locator('#legend .layers > li').count(), collections.length)
    assert.match(await page.locator('#notice').innerText(), /示意/)
    assert.ok((await page.locator('#release').getAttribute('title')) === release)
  },

  'a place without a kind asks for one': async (page) => {
    const { x, y } = await project(page, inside)
    await page.mouse.click(x, y)
    await page.locator('#kind-missing').waitFor()
    await page.locator('#coordinate').fill('112.8500, 35.5000')
    await page.locator('#locate').click()
    await page.locator('#understood', { hasText: 'CGCS2000' }).waitFor()
    assert.equal(await page.locator('.verdict').count(), 0)
    await page.locator('#clear').click()
  },

  'a pasted coordinate is read and screened': async (page) => {
    await kind(page, 'outfall')
    await paste(page, '35.5000, 112.8500')
    assert.match(await page.locator('#understood').innerText(), /CGCS2000 经纬度，十进制度，纬度在前/)
    await verdict(page, 'prohibited')
    const found = await page.locator('#finding').innerText()
    for (const word of ['禁止', '核查', '一级', '生态环境法典', '第三百一十八条', '数据版本']) assert.ok(found.includes(word), word)
    assert.ok(!found.includes('允许'), 'nothing is ever allowed')
  },

  'a click inside a zone gives the verdict and the article': async (page) => {
    await page.locator('#clear').click()
    await drawn(page)
    const { x, y } = await project(page, inside)
    const [response] = await Promise.all([screened(page), page.mouse.click(x, y)])
    const { site, findings } = await response.json()
    const [lon, lat] = site.geometry.coordinates
    assert.ok(Math.hypot(lon - inside[0], lat - inside[1]) < 0.001, `clicked ${lon}, ${lat}`)
    assert.ok(findings.length > 0)
    await verdict(page, 'prohibited')
    assert.match(await page.locator('.card .citations').first().innerText(), /第[一二三四五六七八九十百千零]+条/)
  },

  'Enter on the map screens its centre': async (page) => {
    await page.locator('#map canvas').focus()
    const [response] = await Promise.all([screened(page), page.keyboard.press('Enter')])
    const view = await centre(page)
    const [lon, lat] = (await response.json()).site.geometry.coordinates
    assert.ok(Math.hypot(lon - view[0], lat - view[1]) < 1e-6)
  },

  'answering a question screens again': async (page) => {
    await kind(page, 'project')
    await paste(page, '112.8500 35.5000')
    await verdict(page, 'prohibited') // an exception is for the applicant to prove
    await page.locator('.if', { hasText: '属例外的' }).first().waitFor()
    const question = page.locator('.questions li', { hasText: '供水设施' }).first()
    await Promise.all([screened(page), question.getByRole('button', { name: '否' }).click()])
    await question.waitFor({ state: 'detached' })
    await verdict(page, 'prohibited')
  },

  'a polygon across two grades gives the area of each': async (page) => {
    const [strict, weak] = await grades('一级', '二级')
    const corners = around(strict.geometry, 0.0008)
    await page.locator('input[name=tool][value=polygon]').check()
    const [response] = await Promise.all([screened(page, 'Polygon'), draw(page, corners)])
    const report = await response.json()
    await page.locator('.verdict').waitFor()
    const overlap = (zone) => report.findings.find((f) => f.zone === zone.id && f.overlap_m2 > 0)?.overlap_m2
    assert.ok(Math.abs(overlap(strict) / areaM2(strict.geometry) - 1) < 0.01, `${overlap(strict)} m² of ${areaM2(strict.geometry)} m²`)
    assert.ok(overlap(weak) > 0 && overlap(strict) + overlap(weak) <= report.site.area_m2 * 1.000001)
    const shown = (await page.locator('#finding').innerText()).replaceAll('\u202f', '')
    assert.ok(shown.includes(`${overlap(strict).toFixed(2)} ㎡`), 'the area is printed')
    assert.match(shown, /亩/)
  },

  'corners can be moved': async (page) => {
    await page.locator('#edit').click()
    const [strict] = await grades('一级')
    const [first] = around(strict.geometry, 0.0008)
    const from = await project(page, first)
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x - 15, from.y + 10, { steps: 5 })
    const [response] = await Promise.all([screened(page), page.mouse.up()])
    const ring = (await response.json()).site.geometry.coordinates[0]
    assert.ok(ring.every(([lon, lat]) => Math.hypot(lon - first[0], lat - first[1]) > 1e-4), 'the corner has moved')
    await page.locator('#edit').click()
  },

  'a line gives the length inside': async (page) => {
    await kind(page, 'pipeline')
    await page.locator('input[name=tool][value=linestring]').check()
    const [response] = await Promise.all([screened(page, 'LineString'), draw(page, [[112.84, 35.495], [112.85, 35.5], [112.86, 35.505]])])
    const { findings } = await response.json()
    assert.ok(findings.some((f) => f.crossing_m > 0))
    assert.match(await page.locator('#finding').innerText(), /穿越长度/)
  },

  'a rare kind is chosen from the list, and its attributes by their types': async (page) => {
    await page.locator('#other-kind').selectOption('wharf')
    assert.equal(await page.locator('input[name=kind]:checked').count(), 0)
    await page.locator('#more > summary').click()
    const carries = page.locator('#attributes').getByLabel('码头用途').locator('select')
    const [response] = await Promise.all([screened(page), carries.selectOption('hazardous')])
    const { site } = await response.json()
    assert.deepEqual([site.kind, site.attributes.wharf_use], ['wharf', 'hazardous'])
    await kind(page, 'livestock_farm')
    assert.equal(await page.locator('#other-kind').inputValue(), '')
    const heads = page.locator('#attributes input[type=number]')
    await heads.fill('650')
    const [farm] = await Promise.all([screened(page), heads.press('Enter')])
    assert.ok(Object.values((await farm.json()).site.attributes).includes(650))
    const [stage] = await Promise.all([screened(page), page.locator('#site-stage').selectOption('extended')])
    assert.deepEqual((({ stage, attributes }) => [stage, attributes.nature])((await stage.json()).site), ['proposed', 'extended'])
    await page.locator('#site-stage').selectOption('')
    await page.locator('#more > summary').click()
  },

  'a fact of an activity is asked once the activity is declared': async (page) => {
    await kind(page, 'project')
    await paste(page, '112.85, 35.50')
    await page.locator('#more > summary').click()
    const use = page.locator('#attributes').getByLabel('油品设施类型')
    assert.equal(await use.count(), 0)
    await page.locator('#attributes .declared > summary').click()
    const depot = page.locator('#attributes').getByRole('group', { name: '设油库、加油站', exact: true })
    await Promise.all([screened(page), depot.locator('input[value=true]').check()])
    await use.first().waitFor()
    await Promise.all([screened(page), depot.locator('input[value=""]').check()])
    assert.equal(await use.count(), 0)
    await page.locator('#attributes .declared > summary').click()
    await page.locator('#more > summary').click()
  },

  'the applicant is on the finding, and its subjects stand in three lists': async (page) => {
    await paste(page, '112.85, 35.50')
    await page.locator('#application > summary').click()
    const developer = page.locator('#application input[name=developer]')
    await developer.fill('示例公司')
    const [response] = await Promise.all([screened(page), developer.press('Tab')])
    const { site, themes } = await response.json()
    assert.equal(site.application.developer, '示例公司')
    const lists = page.locator('#finding .themes')
    await lists.waitFor()
    assert.deepEqual(await lists.locator('dt').evaluateAll((all) => all.map((dt) => [dt.dataset.status, dt.querySelector('.count').textContent])),
      ['concerned', 'not_concerned', 'without_data'].map((status) => [status, String(themes.filter((theme) => theme.status === status).length)]))
    assert.match(await lists.innerText(), /饮用水水源保护区/)
    await developer.fill('')
    await Promise.all([screened(page), developer.press('Tab')])
    await page.locator('#application > summary').click()
  },

  'an officer says whether a finding holds, and the report that is printed has the word': async (page) => {
    await paste(page, '112.85, 35.50')
    const card = page.locator('#finding article.card').first()
    const word = card.locator('.word')
    await word.locator('summary').click()
    await word.locator('input[name=holds][value=false]').check()
    await word.locator('input[name=because]').fill('现场勘界在区外')
    await word.locator('input[name=by]').fill('张三')
    await word.locator('input[name=document]').fill('勘界报告〔2026〕1号')
    const answered = page.waitForResponse((response) => /\/reports\/[^/]+\/answers$/.test(new URL(response.url()).pathname))
    await word.getByRole('button', { name: /记入核查意见/ }).click()
    const response = await answered
    assert.equal(response.status(), 201)
    const report = await response.json()
    assert.deepEqual(report.officer.map(({ holds, because, by, document }) => ({ holds, because, by, document })),
      [{ holds: false, because: '现场勘界在区外', by: '张三', document: '勘界报告〔2026〕1号' }])
    await card.locator('.said', { hasText: '现场勘界在区外' }).waitFor()
    assert.equal(await page.locator('.verdict').getAttribute('data-verdict'), report.verdict)
    const printed = await page.request.get(await page.locator('.print a[data-form="html zh"]').getAttribute('href'))
    assert.match(await printed.text(), /现场勘界在区外/)

    const second = page.locator('#finding article.card').nth(1).locator('.word')
    await second.locator('summary').click()
    assert.equal(await second.locator('input[name=by]').inputValue(), '张三')
    await second.locator('input[name=holds][value=true]').check()
    await second.locator('input[name=because]').fill('x'.repeat(501))
    await second.getByRole('button', { name: /记入核查意见/ }).click()
    await second.locator('.error', { hasText: '500' }).waitFor()
    await second.locator('input[name=because]').fill('批复在区内')
    await second.getByRole('button', { name: /记入核查意见/ }).click()
    await page.locator('#finding .said').nth(1).waitFor()
    assert.equal(await page.locator('#finding .said').count(), 2)
  },

  'a ring that crosses itself is refused in words': async (page) => {
    await page.locator('input[name=tool][value=polygon]').check()
    await draw(page, [[112.84, 35.49], [112.856, 35.504], [112.856, 35.49], [112.84, 35.504]])
    const said = await page.locator('.trouble').innerText()
    assert.match(said, /自相交/)
    assert.equal(await page.locator('.verdict').count(), 0)
    await page.locator('input[name=tool][value=point]').check()
  },

  'far away nothing is claimed': async (page) => {
    await paste(page, far.join(', '))
    await verdict(page, 'undetermined')
    assert.match(await page.locator('#finding').innerText(), /核查不完整/)
  },

  'a coordinate that cannot be read is refused': async (page) => {
    await page.locator('#coordinate').fill('井1 112.85, 35.5')
    await page.locator('#locate').click()
    await page.locator('#understood .error', { hasText: '看不懂' }).waitFor()
    assert.equal(await page.locator('#coordinate').getAttribute('aria-invalid'), 'true')
  },

  'degrees, minutes and seconds are understood': async (page) => {
    await kind(page, 'project')
    const { site } = await paste(page, '东经112°51′00.0″ 北纬35°30′00.0″')
    assert.match(await page.locator('#understood').innerText(), /度分秒/)
    assert.deepEqual([site.geometry.coordinates, site.crs, site.crs_declared], [inside, 'EPSG:4490', true])
  },

  'a surveyed pair in metres is understood': async (page) => {
    const { site } = await paste(page, '3930673.602, 38395658.899')
    assert.match(await page.locator('#understood').innerText(), /第 38 带.*北坐标在前/)
    assert.ok(apartM(site.geometry.coordinates, inside) < 1)
  },

  'the same numbers from another map are another place': async (page) => {
    const { site } = await paste(page, '112.850000, 35.500000')
    const before = await centre(page)
    const [response] = await Promise.all([screened(page), page.locator('#origin').selectOption('GCJ-02')])
    const moved = (await response.json()).site
    assert.deepEqual([moved.crs, moved.crs_declared], ['GCJ-02', true])
    const off = apartM(site.geometry.coordinates, moved.geometry.coordinates)
    assert.ok(off > 300 && off < 1500, `${off} m apart`)
    await drawn(page)
    assert.ok(Math.abs(apartM(before, await centre(page)) / off - 1) < 0.02, 'the map went there')
  },

  'coordinates of which nothing is said come with a warning': async (page) => {
    const [response] = await Promise.all([screened(page), page.locator('#origin').selectOption('')])
    assert.equal((await response.json()).site.crs_declared, false)
    await page.locator('.shifted', { hasText: '百度' }).waitFor()
    await Promise.all([screened(page), page.locator('#origin').selectOption('survey')])
    await page.locator('.shifted').waitFor({ state: 'detached' })
  },

  'a survey file is screened parcel by parcel': async (page) => {
    const [response] = await Promise.all([screened(page), page.locator('#file').setInputFiles(await survey('name_with_comma_and_empty'))])
    assert.equal(response.status(), 200)
    const report = await response.json()
    assert.equal(report.site.geometry.type, 'GeometryCollection')
    await page.locator('.parcels tbody tr').nth(2).waitFor()
    assert.equal(await page.locator('.parcels tbody tr').count(), report.parcels.length)
    assert.equal(await page.locator('#file-names').innerText(), '勘测定界.txt')
    assert.match(await page.locator('#understood').innerText(), /第 38 带/)
    await drawn(page)
    for (const { geometry } of report.parcels) {
      const at = await project(page, outer(geometry)[0])
      const box = await page.locator('#map').boundingBox()
      assert.ok(at.x > box.x && at.x < box.x + box.width && at.y > box.y && at.y < box.y + box.height, 'the parcel is in sight')
    }
    const shown = await page.locator('#finding').innerText()
    for (const word of ['各级别数量', '最短避让', '平面面积']) assert.ok(shown.includes(word), word)
    assert.ok(!shown.includes('允许'), 'nothing is ever allowed')
  },

  'the report is opened to be printed': async (page) => {
    await printed(page)
    const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('.print a[data-form="html zh"]').click()])
    await popup.waitForLoadState()
    const text = await popup.locator('body').innerText()
    const word = await page.locator('.verdict-word').innerText()
    assert.ok(text.includes(word), word)
    assert.match(text, /HC\d{8}-[0-9A-Z]{6}/)
    assert.ok(!text.includes('允许'), 'nothing is ever allowed')
    await popup.close()
    const pdf = await page.request.get(await page.locator('.print a[data-form="pdf zh"]').getAttribute('href'))
    assert.equal(pdf.headers()['content-type'], 'application/pdf')
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
    const english = await page.request.get(await page.locator('.print a[data-form="html en"]').getAttribute('href'))
    assert.match(await english.text(), /<html lang="en"/)
  },

  'a question that is no yes or no is answered from its choices': async (page) => {
    await kind(page, 'pipeline')
    await paste(page, '112.8500, 35.5000')
    const question = page.locator('.questions li', { hasText: '输送什么' }).first()
    const [response] = await Promise.all([screened(page), question.locator('select').selectOption('sewage')])
    assert.equal((await response.json()).site.attributes.carries, 'sewage')
    await page.locator('.questions li', { hasText: '输送什么' }).waitFor({ state: 'detached' })
  },

  'an existing well gets what is suggested, and how derived layers came about': async (page) => {
    await kind(page, 'well')
    await page.locator('#more > summary').click()
    await Promise.all([screened(page), page.locator('#site-stage').selectOption('existing')])
    await page.locator('.disposal', { hasText: '建议处置：核实' }).first().waitFor()
    const shown = await page.locator('#finding').evaluate((finding) => finding.textContent)
    for (const word of ['派生方式', '待核', '由主管部门决定']) assert.ok(shown.includes(word), word)
    await Promise.all([screened(page), page.locator('#site-stage').selectOption('')])
    await page.locator('#more > summary').click()
  },

  'a report that was not kept has no print': async (page) => {
    await page.route('**/reports', async (route) => {
      const response = await route.fetch()
      const { location: _, ...headers } = response.headers()
      await route.fulfill({ status: 200, headers, body: await response.body() })
    })
    await page.locator('.print button').click()
    await page.locator('.print.error', { hasText: '未能保存' }).waitFor()
    await page.unroute('**/reports')
    await Promise.all([screened(page), page.locator('#screen').click()])
    await printed(page)
  },

  'a file that cannot be read is refused in words': async (page) => {
    await page.locator('#file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('nothing of the kind') })
    await page.locator('.trouble li').first().waitFor()
    assert.equal(await page.locator('.verdict').count(), 0)
    await page.locator('#clear').click()
    assert.match(await page.locator('#file-names').innerText(), /未选/)
    await paste(page, '112.8500, 35.5000')
  },

  'another day is screened and drawn': async (page) => {
    await page.locator('#more > summary').click()
    const redrawn = page.waitForRequest(/items\?.*as_of=2019-07-01/)
    await page.locator('#as-of').fill('2019-07-01')
    await page.locator('#as-of').dispatchEvent('change')
    await redrawn
    assert.match(await page.locator('.subject').innerText(), /2019-07-01/)
  },

  'a server that is gone is told in words': async (page) => {
    await page.route('**/screenings', (route) => route.abort())
    await page.locator('#screen').click()
    await page.locator('.trouble', { hasText: '连不上服务器' }).waitFor()
    await page.unroute('**/screenings')
    await page.getByRole('button', { name: '重试' }).click()
    await page.locator('.verdict').waitFor()
  },
}

const phoneSteps = {
  'on a phone map and finding are both seen': async (page) => {
    await kind(page, 'outfall')
    await paste(page, '112.8500, 35.5000')
    await verdict(page, 'prohibited')
    await page.waitForTimeout(900) // scrolls into sight
    const wide = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
    assert.ok(wide <= 0, `${wide} px too wide`)
    const map = await page.locator('#stage').boundingBox()
    const head = await page.locator('.verdict').boundingBox()
    for (const name of await page.locator('#finding details > summary').all()) await name.click()
    const wider = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth)
    assert.ok(wider <= 0, `${wider} px too wide when all is unfolded`)
    assert.ok(map.y >= 0 && head.y >= map.y + map.height - 1 && head.y < 844, 'the verdict stands below the map')
  },
}

/** Has a report made that can be printed. */
async function printed(page) {
  await page.locator('.print button').click()
  await page.locator('.print a').first().waitFor()
}

function screened(page, shape = '') {
  return page.waitForResponse(async (r) => {
    if (!r.url().endsWith('/screenings') || !r.ok()) return false
    return !shape || (await r.json()).site.geometry.type === shape // an answer to what was asked before may come first
  })
}

/** Pastes a coordinate and returns the report on it. */
async function paste(page, text) {
  await page.locator('#coordinate').fill(text)
  let understood = false // what was asked before is answered before that
  const watch = (r) => {
    understood ||= r.url().includes('/screenings?')
  }
  page.on('response', watch)
  const screened = page.waitForResponse((r) => understood && r.url().endsWith('/screenings') && r.ok())
  const [response] = await Promise.all([screened, page.locator('#locate').click()])
  page.off('response', watch)
  await drawn(page)
  return response.json()
}

/** The middle of the map, longitude and latitude. */
function centre(page) {
  return page.locator('#map').evaluate(({ dataset }) => [+dataset.lon, +dataset.lat])
}

function kind(page, id) {
  return page.locator(`input[name=kind][value=${id}]`).check()
}

/** A 勘测定界 file of the readers' tests, under the name that it would have. */
async function survey(name) {
  const buffer = await readFile(new URL(`../../../geo/format/survey/testdata/dikuai/${name}.dikuai`, import.meta.url))
  return { name: '勘测定界.txt', mimeType: 'text/plain', buffer }
}

/** Metres between two places, good to 1 % for a few kilometres. */
function apartM([lon, lat], [otherLon, otherLat]) {
  const degree = 111_200
  return Math.hypot((lon - otherLon) * degree * Math.cos((lat * Math.PI) / 180), (lat - otherLat) * degree)
}

async function verdict(page, want) {
  await page.locator(`#finding:not([aria-busy]) .verdict[data-verdict=${want}]`).waitFor()
}

async function read(address) {
  const response = await fetch(new URL(`../${address}`, url))
  return response.json()
}

/** The zones of these grades, of the source whose strictest zone holds the place. */
async function grades(...wanted) {
  const { features } = await read(`collections/drinking_water_zone/items?limit=10000&bbox=${[...inside, ...inside]}`)
  return wanted.map((grade) => features.find((f) => f.properties.grade === grade))
}

function outer({ type, coordinates }) {
  return type === 'MultiPolygon' ? coordinates[0][0] : coordinates[0]
}

/** The corners of a box that holds the shape with a margin, in degrees. */
function around(geometry, margin) {
  const lons = outer(geometry).map(([lon]) => lon)
  const lats = outer(geometry).map(([, lat]) => lat)
  const [west, east] = [Math.min(...lons) - margin, Math.max(...lons) + margin]
  const [south, north] = [Math.min(...lats) - margin, Math.max(...lats) + margin]
  return [[west, south], [east, south], [east, north], [west, north]]
}

/** The area of the outer ring on CGCS2000, good to 0.1 % for a few kilometres. */
function areaM2(geometry) {
  const ring = outer(geometry)
  const lat = (ring[0][1] * Math.PI) / 180
  const [a, e2] = [6378137, 0.00669438002290]
  const w = 1 - e2 * Math.sin(lat) ** 2
  const metresNorth = ((a * (1 - e2)) / w ** 1.5) * (Math.PI / 180)
  const metresEast = (a / Math.sqrt(w)) * Math.cos(lat) * (Math.PI / 180)
  const [x0, y0] = ring[0]
  let twice = 0
  for (let i = 1; i < ring.length; i++) twice += (ring[i - 1][0] - x0) * (ring[i][1] - y0) - (ring[i][0] - x0) * (ring[i - 1][1] - y0)
  return (Math.abs(twice) / 2) * metresNorth * metresEast
}

let failed = 0
let passed = 0

async function run(browser, viewport, all) {
  const { page, faults } = await open(browser, url, viewport)
  for (const [name, step] of Object.entries(all)) {
    const began = performance.now()
    try {
      await step(page)
      assert.deepEqual(faults.splice(0), [], 'nothing forbidden happened')
      console.log(`ok      ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
      passed++
    } catch (error) {
      console.log(`FAILED  ${name}\n${error.stack}`)
      failed++
    }
    if (pictures) await page.screenshot({ path: path.join(pictures, `${viewport.width} ${name}.png`) })
  }
  await page.close()
}

if (pictures) await mkdir(pictures, { recursive: true })
const browser = await launch()
try {
  await run(browser, desk, steps)
  await run(browser, { width: 390, height: 844 }, phoneSteps)
} finally {
  await browser.close()
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
