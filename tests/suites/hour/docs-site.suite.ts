import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser } from 'playwright-core'
import { root } from '../../support/cli.ts'
import { chromiumPath, expectAccessible, launch, opened } from '../console/browser.ts'

const out = join(root, 'site/out')
/** Text by file. */
const pages = new Map<string, string>()

beforeAll(() => {
  execFileSync(process.execPath, [join(root, 'scripts/docs.mjs'), '--build'], { stdio: 'pipe' })
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.html')) pages.set(join(out, name), readFileSync(join(out, name), 'utf8'))
  }
})

const at = (name: string) => pathToFileURL(join(out, name)).href

/** Files and addresses that a page names. */
function namedBy(html: string): string[] {
  return [...html.matchAll(/ (?:href|src)="([^"]*)"/g)]
    .map(([, named]) => named!.replaceAll('&amp;', '&'))
    .filter((named) => !named.startsWith('data:'))
}

it('every link inside of the site has its page, and there its heading', () => {
  const dead: string[] = []
  for (const [file, html] of pages) {
    for (const named of namedBy(html).filter((link) => !/^https?:/.test(link))) {
      const [path = '', anchor] = named.split('#')
      const target = path === '' ? file : resolve(dirname(file), path)
      const hasAnchor = () => pages.get(target)!.includes(` id="${anchor}"`)
      if (!existsSync(target) || (anchor !== undefined && !hasAnchor())) {
        dead.push(`${file}: ${named}`)
      }
    }
  }
  expect(pages.size).toBeGreaterThan(60)
  expect(dead).toEqual([])
})

it('no page takes a script, a style or a picture from elsewhere', () => {
  const found = [...pages].flatMap(([file, html]) =>
    [...html.matchAll(/<(?:script|link|img)[^>]* (?:href|src)="(\w+:|\/)/g)]
      .filter(([, scheme]) => scheme !== 'data:')
      .map(([tag]) => `${file}: ${tag}`),
  )
  expect(found).toEqual([])
})

describe.skipIf(!existsSync(chromiumPath))('in a browser, opened from its folder', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser.close())

  it('finds what is searched for, and asks nobody else', async () => {
    await using window = await opened(browser, at('dart/index.html'))
    const { page } = window
    await page.keyboard.press('/')
    await page.keyboard.type('visibility timeout')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/events\.html#queues-and-streams$/)
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1)
    expect(window.asked.filter((url) => !url.startsWith('file:'))).toEqual([])
    for (const url of window.asked) expect(fileURLToPath(url)).toContain(out)
    expect(window.complaints).toEqual([])
  })

  it('fits a small screen on every page, and a page asks for nothing that it forbids itself', async () => {
    const viewport = { width: 360, height: 640 }
    await using window = await opened(browser, at('index.html'), { viewport })
    const wrong: string[] = []
    for (const name of [...pages.keys()].map((file) => relative(out, file))) {
      await window.page.goto(at(name))
      const { scrollWidth, clientWidth } = await window.page.evaluate(
        () => document.documentElement,
      )
      if (scrollWidth > clientWidth) wrong.push(`${name} is ${scrollWidth} wide`)
      wrong.push(...window.complaints.splice(0).map((complaint) => `${name}: ${complaint}`))
    }
    expect(wrong).toEqual([])
  })

  it.each([
    ['light', 'events.html'],
    ['dark', 'index.html'],
  ] as const)('is accessible in %s', async (colorScheme, name) => {
    await using window = await opened(browser, at(name), { colorScheme, bypassCSP: true })
    await expectAccessible(window.page, name)
  })

  it('shows its pages on a small screen once they are asked for', async () => {
    const viewport = { width: 360, height: 640 }
    await using window = await opened(browser, at('deploy.html'), { viewport })
    const link = window.page.getByRole('link', { name: 'Stages', exact: true })
    expect(await link.first().isVisible()).toBe(false)
    await window.page.getByText('Pages', { exact: true }).click()
    expect(await link.first().isVisible()).toBe(true)
    const { scrollWidth, clientWidth } = await window.page.evaluate(() => document.documentElement)
    expect(scrollWidth).toBe(clientWidth)
  })
})
