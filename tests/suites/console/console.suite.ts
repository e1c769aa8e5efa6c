import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  oche,
  ocheDev,
  root,
  workspace,
  type RunningDev,
  type Workspace,
} from '../../support/cli.ts'
import { expectAccessible, launch, opened, type Opened } from './browser.ts'
import { SHOP } from './shop.ts'

let folder: Workspace
let dev: RunningDev
let browser: Browser
let url: string
let tab: Opened
let page: Page

beforeAll(async () => {
  folder = workspace(SHOP)
  ;[dev, browser] = await Promise.all([ocheDev([], { cwd: folder.path }), launch()])
  url = String((await dev.event(({ type }) => type === 'console'))['url'])
  tab = await opened(browser, url)
  page = tab.page
})

afterAll(async () => {
  await browser?.close()
  await dev?.stop()
  folder?.remove()
})

const rows = () => page.locator('.viewport [role=row]')
const row = (text: string) => rows().filter({ hasText: text }).first()
const detail = () => page.getByRole('region', { name: 'Invocation', exact: true })
const field = (name: string) =>
  page.getByRole('region', { name: 'Send', exact: true }).getByLabel(name)
const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
const tabNamed = (name: string) => detail().getByRole('tab', { name }).click()
/** Until it is so. */
const sees = (text: string) => page.getByText(text).first().waitFor()

async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(dev.url + path, init)
}

describe('the console', () => {
  it('says what to do before anything has come', async () => {
    await sees('No invocation yet')
    await page.getByRole('link', { name: dev.url }).waitFor()
    expect(page.url()).not.toContain('token')
  })

  it('shows what comes, newest first, without being asked', async () => {
    await ask('/first')
    await row('/first').waitFor()
    await ask('/second?x=1')
    await row('/second?x=1').waitFor()
    expect(await rows().first().textContent()).toContain('/second?x=1')
    expect(await row('/first').textContent()).toMatch(/200GET\/firstitems.*cold/)
  })

  it('shows all of one: response, result, request, event, lines', async () => {
    await ask('/echo', {
      method: 'POST',
      headers: { 'X-Mine': 'yes' },
      body: '{"a":[1,{"b":null}]}',
    })
    await row('/echo').click()
    const text = () => detail().textContent()
    await detail().getByText('X-Echo', { exact: false }).first().waitFor()
    await tabNamed('Request')
    await detail().getByText('x-mine', { exact: false }).first().waitFor()
    await tabNamed('Event')
    await detail().getByText('routeKey').first().waitFor()
    await detail().getByRole('button', { name: 'Raw' }).click()
    expect(JSON.parse((await detail().locator('pre').textContent())!)).toMatchObject({
      rawPath: '/echo',
    })
    await tabNamed('Logs')
    await detail().getByText('stock is low').waitFor()
    expect(await text()).toContain('WARN')
    expect(await text()).toContain('REPORT RequestId')
    await tabNamed('Result')
    await detail().getByText('statusCode').waitFor()
    expect(await text()).toMatch(/handler [\d.]+ ms/)
    expect(await text()).toMatch(/billed\d+ ms/)
  })

  it('says why a client did not get the answer, and where it failed', async () => {
    await ask('/malformed')
    await row('/malformed').click()
    await detail().getByText('JSON.stringify it', { exact: false }).waitFor()
    await ask('/bad')
    await row('/bad').click()
    await tabNamed('Logs')
    await detail().getByText('TypeError: no item lamp').first().waitFor()
    const frame = detail().getByRole('link', { name: 'src/stock.ts:3:' })
    const link = await frame.getAttribute('href')
    expect(link).toBe(`vscode://file${folder.path}/src/stock.ts:3:${link!.split(':').at(-1)}`)
  })

  it('shows the end of what logs much, and the rest on demand, however deep a line of JSON is', async () => {
    await ask('/much')
    await row('/much').click()
    await tabNamed('Logs')
    await detail().getByText('line 3000', { exact: true }).waitFor()
    expect(await detail().locator('.line').count()).toBe(500)
    await detail().getByRole('button', { name: 'lines before' }).click()
    await expect.poll(() => detail().locator('.line').count()).toBe(1000)
    expect(await detail().getByText('cannot be shown').count()).toBe(0)
  })

  it('copies it for other means', async () => {
    await row('/echo').click()
    await tabNamed('Copy')
    await detail().getByRole('button', { name: 'Copy as curl' }).click()
    await sees('Copied curl')
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain(`curl -X POST ${dev.url}/echo`)
    expect(await detail().textContent()).toContain('package:oche/testing.dart')
  })

  it('copies it as a test that passes: an answer, and a failure', async () => {
    // The last one stays open: it is what the next test sends again.
    for (const path of ['/bad', '/malformed', '/echo']) {
      await row(path).click()
      await tabNamed('Copy')
      const text = await detail().locator('pre', { hasText: "from 'oche/local'" }).textContent()
      folder.write(`test${path}.test.ts`, text!)
    }
    const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
    const built = await oche(['build', 'items', '--arch', arch], { cwd: folder.path })
    expect(built.status, built.stderr).toBe(0)
    const bun = join(root, 'node_modules', 'bun', 'bin', 'bun.exe')
    const { all } = await execa(bun, ['test'], { cwd: folder.path, all: true, reject: false })
    expect(all).toMatch(/ 3 pass\n 0 fail/)
  })

  it('sends it again', async () => {
    const before = await page.locator('.viewport [role=row]', { hasText: '/echo' }).count()
    await press('Send again')
    await sees('Sent again')
    await expect.poll(() => rows().filter({ hasText: '/echo' }).count()).toBe(before + 1)
  })

  it('edits it, then sends', async () => {
    await row('/echo').click()
    await press('Edit')
    await field('Path').fill('/edited?y=2')
    await field('Body').fill('changed')
    await page
      .getByRole('region', { name: 'Send', exact: true })
      .getByRole('button', { name: 'Send', exact: true })
      .click()
    await row('/edited?y=2').waitFor()
    await detail().getByText('"changed"').waitFor()
  })

  it('composes a request: method, query, headers', async () => {
    await page.locator('.top').getByRole('button', { name: 'Send' }).click()
    await field('Method').selectOption('PUT')
    await field('Path').fill('/composed')
    await page.getByRole('button', { name: 'Add to Query' }).click()
    await field('Query: name 1').fill('q')
    await field('Query: value 1').fill('a b&c')
    await page.getByRole('button', { name: 'Add to Headers' }).click()
    await field('Headers: name 1').fill('X-Own')
    await field('Headers: value 1').fill('mine')
    await page.keyboard.press('Control+Enter')
    await row('/composed?q=a%20b%26c').waitFor()
    await tabNamed('Request')
    await detail().getByText('X-Own').waitFor()
  })

  it('sends a sample, and keeps it where oche invoke finds it', async () => {
    await page.locator('.top').getByRole('button', { name: 'Send' }).click()
    await field('Function').selectOption('jobs')
    await field('Begin with').selectOption('sample:sqs')
    await field('Save as').fill('orders')
    await press('Save')
    await sees('Saved as events/jobs/orders.json')
    const file = join(folder.path, 'events/jobs/orders.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toHaveProperty('Records')
    await page.keyboard.press('Control+Enter')
    await row('jobs').waitFor()
    const { status, stdout } = await oche(['invoke', 'jobs', '--event', 'orders'], {
      cwd: folder.path,
    })
    expect({ status, stdout: stdout.trim() }).toEqual({ status: 0, stdout: '{"count":1}' })
  })

  it('does not save under a name that leads elsewhere', async () => {
    await page.locator('.top').getByRole('button', { name: 'Send' }).click()
    await field('Event').first().waitFor()
    await page.getByRole('radio', { name: 'Event' }).check()
    for (const name of ['..', '../../outside']) {
      await field('Save as').fill(name)
      await press('Save')
      await sees(`"${name}" is no name for an event`)
    }
    expect(existsSync(join(folder.path, '../outside.json'))).toBe(false)
  })

  it('sends the same many times and counts', async () => {
    await page.getByRole('radio', { name: 'HTTP request' }).check()
    await field('Path').fill('/many')
    await field('How many').fill('40')
    await field('At once').fill('3')
    await press('Run batch')
    await sees('40 of 40')
    await page.getByRole('img', { name: 'Histogram of durations: 40 all' }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#filter').fill('/many')
    await sees('40 of')
  })

  it('filters by text, function, status and failure', async () => {
    await press('Reset')
    await page.getByLabel('only errors').check()
    await expect.poll(() => rows().count()).toBe(2)
    await press('Reset')
    await page.getByLabel('Function').selectOption('jobs')
    await expect.poll(() => rows().filter({ hasNotText: 'jobs' }).count()).toBe(0)
    await press('Reset')
    await page.getByLabel('Status').selectOption('5')
    await expect.poll(() => rows().count()).toBe(2)
    await page.locator('#filter').fill('nothing like this')
    await sees('fits the filter')
    await press('Reset')
  })

  it('stands still while it is paused', async () => {
    await press('Pause')
    const first = await rows().first().textContent()
    await ask('/later')
    await sees('Paused, 1 new')
    expect(await rows().first().textContent()).toBe(first)
    await page.getByRole('button', { name: 'Paused, 1 new' }).click()
    await row('/later').waitFor()
  })

  it('takes an address that is opened where the page already is', async () => {
    await page.evaluate(() => document.body.setAttribute('data-before', ''))
    await page.evaluate((address) => (location.href = address), url)
    await page.locator('body:not([data-before])').waitFor()
    await ask('/opened-anew')
    await row('/opened-anew').waitFor()
    expect(page.url()).not.toContain('token')
  })

  it('needs no more than a keyboard', async () => {
    const key = (...keys: string[]) =>
      keys.reduce((before, one) => before.then(() => page.keyboard.press(one)), Promise.resolve())
    const active = () => page.evaluate(() => document.activeElement?.id ?? '')
    await page.locator('body').click({ position: { x: 2, y: 2 } })
    await key('/')
    expect(await active()).toBe('filter')
    await page.keyboard.type('GET /')
    await key('Enter', 'Home', 'ArrowDown', 'ArrowDown', 'Enter')
    await detail().waitFor()
    const current = () =>
      page.locator('.viewport [aria-selected=true]').getAttribute('aria-rowindex')
    expect(await current()).toBe('4')
    await key('ArrowUp')
    await expect.poll(current).toBe('3')
    await key('e')
    await page.getByRole('region', { name: 'Send', exact: true }).waitFor()
    await key('Escape')
    await page.getByRole('region', { name: 'Send', exact: true }).waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid')
    await key('?')
    await page.getByRole('dialog').waitFor()
    await key('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await key('2')
    await page.getByRole('heading', { name: 'Configuration' }).waitFor()
    await key('1')
    await page.locator('#filter').fill('')
  })

  it('tells of functions: how they are reached, configured, built, and what runs', async () => {
    await page.getByRole('link', { name: 'Functions' }).click()
    const main = page.getByRole('main')
    await main.getByText('ANY /{proxy+}').waitFor()
    expect(await main.textContent()).not.toContain('sk-very-secret')
    await press('Show values')
    await main.getByText('sk-very-secret').waitFor()
    await press('Hide values')
    await main.getByText('src/items.ts').first().waitFor()
    await main.getByText('the first build').waitFor()
    await main.getByRole('rowheader', { name: 'items-1' }).waitFor()
    await page.getByRole('button', { name: "Oche's runtime" }).click()
    await press('← all')
    folder.write('src/stock.ts', `${SHOP['src/stock.ts']}// changed\n`)
    await main.getByText('src/stock.ts was saved').waitFor()
    await press('Restart every process')
    await main.getByText('None is alive').waitFor()
  })

  it('draws figures, of which a part is a filter', async () => {
    await page.getByRole('link', { name: 'Figures' }).click()
    const plot = page.getByRole('img', { name: 'Durations over time' })
    await plot.waitFor()
    await page.getByRole('rowheader', { name: 'items' }).first().waitFor()
    const box = (await plot.locator('.u-over').boundingBox())!
    const y = box.y + box.height / 2
    await page.mouse.move(box.x + box.width * 0.5, y)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width, y, { steps: 4 })
    await page.mouse.up()
    await page.getByRole('button', { name: 'leave this filter' }).waitFor()
    const count = async () => Number(await page.getByRole('grid').getAttribute('aria-rowcount'))
    const part = await count()
    expect(part).toBeGreaterThan(1)
    await page.getByRole('button', { name: 'leave this filter' }).click()
    await expect.poll(count).toBeGreaterThan(part)
  })

  it('shows HTML as the text that it is, wherever it stands', async () => {
    const html = `<img src=x onerror="document.title='taken'"><script>document.title='taken'</script>`
    await ask(`/echo?${encodeURIComponent(html)}`, {
      method: 'POST',
      headers: { 'X-Mine': html },
      body: html,
    })
    await row('/echo?').click()
    for (const name of ['Response', 'Result', 'Logs', 'Request', 'Event', 'Copy']) {
      await tabNamed(name)
      await detail().getByText('onerror', { exact: false }).first().waitFor()
    }
    expect(await page.locator('#app img, #app script').count()).toBe(0)
    expect(await page.title()).toBe('Oche console')
  })

  it('holds nothing that was cleared', async () => {
    await press('Pause')
    await press('Clear')
    await sees('No invocation yet')
    await ask('/echo', { method: 'POST', body: '{}' })
    await ask('/bad')
    await page.getByRole('button', { name: 'Paused' }).click()
    await row('/bad').waitFor()
  })

  it('complains about nothing and asks nothing of others', () => {
    expect(tab.complaints).toEqual([])
    const { origin } = new URL(url)
    expect(tab.asked.filter((address) => !address.startsWith(`${origin}/`))).toEqual([])
    expect(tab.asked.filter((address) => address.includes('token'))).toEqual([])
  })
})

describe.each([
  { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'dark', viewport: { width: 1280, height: 800 } },
  { colorScheme: 'light', viewport: { width: 400, height: 800 } },
  // 1280 pixels at 200 %.
  { colorScheme: 'dark', viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 },
] as const)('$colorScheme at $viewport.width pixels', (how) => {
  it('is accessible in every view, and nothing is cut off', async () => {
    await using own = await opened(browser, url, how)
    const there = own.page
    const fits = async (where: string) => {
      await expectAccessible(there, where)
      const width = await there.evaluate(() => document.documentElement.scrollWidth)
      expect(width, where).toBeLessThanOrEqual(how.viewport.width)
    }
    await there.locator('.viewport [role=row]').first().waitFor()
    await fits('list')
    await there.locator('#filter').fill('/bad')
    await there.locator('.viewport [role=row]', { hasText: '/bad' }).first().click()
    for (const name of ['Response', 'Logs', 'Event', 'Copy']) {
      await there.getByRole('tab', { name }).click()
      await fits(name)
    }
    await there.getByRole('button', { name: 'Edit' }).click()
    await there.getByLabel('Path').waitFor()
    await fits('request to send')
    await there.getByRole('radio', { name: 'Event' }).check()
    await fits('event to send')
    await there.getByRole('button', { name: 'Close' }).click()
    await there.getByRole('link', { name: 'Functions' }).click()
    await there.getByRole('heading', { name: 'Build' }).waitFor()
    await fits('functions')
    await there.getByRole('link', { name: 'Figures' }).click()
    await there.getByRole('heading', { name: 'By function' }).waitFor()
    await fits('figures')
    await there.getByRole('button', { name: 'Keys' }).click()
    await fits('keys')
  })
})

describe('oche dev', () => {
  it('has no console, and records nothing, with --no-console', async () => {
    const without = await ocheDev(['--no-console'], { cwd: folder.path })
    try {
      await fetch(`${without.url}/one`)
      await without.event(({ type }) => type === 'request')
      expect(without.events.filter(({ type }) => type === 'console')).toEqual([])
    } finally {
      await without.stop()
    }
  })

  it('says which flag changes a port that is taken', async () => {
    const { port } = new URL(url)
    const args = ['dev', '--json', '--port', '0', '--console-port', port]
    const { status, stdout } = await oche(args, { cwd: folder.path })
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'CONSOLE_PORT_IN_USE' } })
  })

  it('keeps the token out of what it tells but that one address', async () => {
    const token = url.split('token=')[1]!
    const told = dev.events.filter(({ type }) => type !== 'console')
    expect(JSON.stringify(told) + dev.stderr()).not.toContain(token)
  })
})
