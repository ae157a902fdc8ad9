import { chromium } from 'playwright-core'

const flags = [
  '--no-sandbox', // root needs it, as in a container
  '--headless=new',
  '--disable-gpu',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const patience = 90_000 // ms; pixels are drawn by the processor here

/** Starts the system's Chromium; CHROMIUM names another. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
}

/**
 * Opens the map and notes all that must not happen: a request that leaves the
 * host, an error on the console, a violation of the policy. Returns the page,
 * drawn, and the list of what happened.
 */
export async function open(browser, url, viewport) {
  const faults = []
  const page = await browser.newPage({ viewport })
  page.setDefaultTimeout(patience)
  const host = new URL(url).host
  page.on('request', (request) => {
    const asked = new URL(request.url())
    if (!['data:', 'blob:'].includes(asked.protocol) && asked.host !== host) faults.push(`left the host: ${asked.href}`)
  })
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    // A refused screening or answer is logged by the browser itself; the page says it in words.
    if (message.type() === 'error' && !/\/(screenings|answers)(\?|$)/.test(message.location().url)) faults.push(`console: ${message.text()}`)
  })
  await page.exposeFunction('tellViolation', (what) => faults.push(`policy: ${what}`))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (e) => window.tellViolation(`${e.violatedDirective} ${e.blockedURI}`))
  })
  const response = await page.goto(url)
  if (!response.headers()['content-security-policy']) faults.push('the page came without a policy')
  await drawn(page)
  return { page, faults }
}

/** Waits until the map shows all it has. */
export async function drawn(page) {
  await page.waitForSelector('#map[data-layers=read][data-drawn=true]')
}

const worldPixels = 512

/** Where a place lies in the window, from the view that the page tells in data attributes. */
export async function project(page, [lon, lat]) {
  const map = page.locator('#map')
  const box = await map.boundingBox()
  const view = await map.evaluate(({ dataset }) => ({ lon: +dataset.lon, lat: +dataset.lat, zoom: +dataset.zoom }))
  const scale = worldPixels * 2 ** view.zoom
  const x = (l) => (scale * (l + 180)) / 360
  const y = (l) => (scale * (1 - Math.log(Math.tan(Math.PI / 4 + (l * Math.PI) / 360)) / Math.PI)) / 2
  return { x: box.x + box.width / 2 + x(lon) - x(view.lon), y: box.y + box.height / 2 + y(lat) - y(view.lat) }
}

/** Clicks the corners one by one and the last one again, which ends the shape. */
export async function draw(page, corners) {
  for (const corner of corners) {
    const { x, y } = await project(page, corner)
    await page.mouse.move(x - 3, y - 3)
    await page.mouse.move(x, y)
    await page.mouse.click(x, y)
    await page.waitForTimeout(50)
  }
  const { x, y } = await project(page, corners.at(-1))
  await page.mouse.click(x, y)
}
