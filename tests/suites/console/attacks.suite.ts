import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startConsole, type RunningConsole } from '../../../src/console/index.ts'
import { Recording, type LocalTrace } from '../../../src/local/index.ts'
import { start, type Started } from '../../local/support.ts'
import { launch, opened } from './browser.ts'

const recording = new Recording()
let local: Started
let page: RunningConsole
let browser: Browser
const invoked = () => recording.list().length

beforeAll(async () => {
  local = await start(undefined, { recorder: recording })
  page = await startConsole({
    host: {
      recording,
      env: {},
      lambda: () => local.lambda,
      environments: () => [],
      project: () => ({ name: 'shop', root: '/nowhere' }),
      functions: () => [],
      variables: (name) => (name === 'f' ? {} : undefined),
      restart: () => ({ ended: 0, finishing: 0 }),
      onFunctions: () => () => {},
    },
    onBug: (message) => {
      throw new Error(message)
    },
  })
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await page?.close()
  await local?.[Symbol.asyncDispose]()
})

describe('a page of the web', () => {
  let evil: Server
  let origin: string
  beforeAll(async () => {
    evil = createServer((_, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end('<!doctype html><title>evil</title>')
    })
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve))
    origin = `http://localhost:${(evil.address() as AddressInfo).port}`
  })
  afterAll(() => evil.close())

  it.each(['', 'token'])('runs nothing and reads nothing, %s', async (has) => {
    const before = invoked()
    await using tab = await opened(browser, origin)
    const token = has === 'token' ? page.token : 'guessed'
    const outcomes = await tab.page.evaluate(
      async ({ port, bearer }) => {
        const body = JSON.stringify({ function: 'f', event: '{}' })
        const ways: RequestInit[] = [
          { method: 'POST', body },
          { method: 'POST', body, mode: 'no-cors' },
          { method: 'POST', body, headers: { Authorization: `Bearer ${bearer}` } },
          { method: 'POST', body, credentials: 'include' },
        ]
        const attempts = ways.map((init) =>
          fetch(`http://127.0.0.1:${port}/api/send`, init).then(
            (response) => (response.type === 'opaque' ? 'opaque' : 'read'),
            () => 'refused',
          ),
        )
        return Promise.all(attempts)
      },
      { port: page.port, bearer: token },
    )
    expect(outcomes).toEqual(['refused', 'refused', 'refused', 'refused'])
    expect(invoked()).toBe(before)
  })

  it('cannot show the console in a frame', async () => {
    await using tab = await opened(browser, origin)
    await tab.page.evaluate((address) => {
      const frame = document.createElement('iframe')
      frame.src = address
      document.body.append(frame)
      return new Promise((resolve) => frame.addEventListener('load', resolve))
    }, page.url)
    const frames = tab.page.frames().filter((frame) => frame.url().includes(`:${page.port}`))
    for (const frame of frames) expect(await frame.locator('#app').count()).toBe(0)
  })
})

it('a name that was let point here is refused, with the token too', async () => {
  const answers = await Promise.all(
    ['evil.example', `evil.example:${page.port}`, '127.0.0.1', 'localhost:1'].map(
      (host) =>
        new Promise<number>((resolve, reject) => {
          const headers = { host, authorization: `Bearer ${page.token}` }
          const sent = request({ port: page.port, host: '127.0.0.1', path: '/api/state', headers })
          sent.on('error', reject)
          sent.on('response', (response) => resolve(response.resume().statusCode!))
          sent.end()
        }),
    ),
  )
  expect(answers).toEqual([403, 403, 403, 403])
})

it('a browser that is opened by a ticket gets in, and a second one does not', async () => {
  const address = page.ticketUrl()
  await using first = await opened(browser, address)
  await first.page.getByRole('navigation', { name: 'Views' }).waitFor()
  expect(first.page.url()).not.toContain('ticket')
  await first.page.reload()
  await first.page.getByRole('navigation', { name: 'Views' }).waitFor()
  await using second = await opened(browser, address)
  await second.page.getByText('This address has no token, or an old one').waitFor()
})

it('an address without its token, or with an old one, shows nothing and says what to do', async () => {
  for (const address of [
    `http://127.0.0.1:${page.port}/`,
    page.url.replace(/token=.*/, 'token=old'),
  ]) {
    await using tab = await opened(browser, address)
    await tab.page.getByText('This address has no token, or an old one').waitFor()
    expect(await tab.page.getByRole('grid').count()).toBe(0)
  }
})

/** As many as are kept, and more. */
const MANY = 10_500

it('ten thousand invocations are there, of which only those in sight are drawn', async () => {
  for (let i = 1; i <= MANY; i++) for (const trace of tracesOf(i)) recording.trace(trace)
  await using tab = await opened(browser, page.url)
  const viewport = tab.page.getByRole('grid')
  await tab.page.getByText('#10500', { exact: false }).first().waitFor()
  expect(await tab.page.getByRole('grid').getAttribute('aria-rowcount')).toBe('10001')
  expect(await tab.page.getByText('bodies and lines of').textContent()).toContain(
    'older ones are gone',
  )
  const drawn = () => tab.page.locator('.viewport [role=row]').count()
  for (const part of [0.3, 0.7, 0.2, 1]) {
    await viewport.evaluate((element, to) => (element.scrollTop = element.scrollHeight * to), part)
    await expect.poll(drawn).toBeGreaterThan(10)
    expect(await drawn()).toBeLessThan(100)
  }
  await tab.page.getByText('#501', { exact: true }).waitFor()
  // The list may still be moving under the pointer.
  await expect
    .poll(
      async () => {
        await tab.page.locator('.viewport [role=row]', { hasText: '#501' }).click()
        const told = tab.page.getByText('Its bodies and lines are no longer kept')
        return told.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        )
      },
      { timeout: 20_000 },
    )
    .toBe(true)
  await tab.page.locator('#filter').fill('#5432')
  await expect.poll(drawn).toBe(1)
  expect(tab.complaints).toEqual([])

  // Whoever looks at older ones goes on to see them while newer ones come.
  await tab.page.locator('#filter').fill('')
  await viewport.evaluate((element) => (element.scrollTop = 30_000))
  const inSight = () =>
    viewport.evaluate((element) => {
      const { top } = element.getBoundingClientRect()
      const seen = [...element.querySelectorAll('.viewport [role=row]')].find(
        (one) => one.getBoundingClientRect().top >= top + 30,
      )
      return seen?.id
    })
  // Rows are drawn a moment after the list was moved.
  await expect.poll(inSight).toBeDefined()
  const before = await inSight()
  for (const trace of tracesOf(MANY + 1)) recording.trace(trace)
  await tab.page.waitForFunction(
    (top) => document.querySelector('[role=grid]')!.scrollTop > top,
    30_000,
  )
  await expect.poll(inSight).toBe(before)
})

function tracesOf(number: number): LocalTrace[] {
  const [id, at] = [`n${number}`, 1_700_000_000_000 + number * 10]
  const event = Buffer.from(JSON.stringify(`#${number}`).slice(1, -1))
  const common = { function: 'f', requestId: id, event, exchange: undefined }
  return [
    { type: 'invocation', id, at, ...common },
    { type: 'start', id, at, environment: 'f-1', coldStart: number % 50 === 1 },
    { type: 'answer', id, at: at + (number % 90), kind: 'payload', payload: event },
    { type: 'complete', id, at: at + 91 },
  ]
}
