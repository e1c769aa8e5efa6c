import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compare, htmlOf, parseReport, viewOf } from '../../../src/bench/index.ts'
import { oche, root, workspace, type Workspace } from '../../support/cli.ts'
import { expectAccessible, launch, opened } from './browser.ts'

let folder: Workspace
let browser: Browser
let url: string
beforeAll(async () => {
  folder = workspace({ 'oche.yaml': 'name: hello\n' })
  const programs = ['answers', 'streams'].map((name) =>
    join(root, `tests/local/bootstraps/${name}.mjs`),
  )
  const args = ['bench', '--artifact', programs.join(','), '--rounds', '6', '--invocations', '5']
  const event = ['--event', '{ "pieces": ["a"] }']
  const [finished, launched] = await Promise.all([
    oche([...args, ...event, '--save', 'one.json', '--report', 'bench.html'], { cwd: folder.path }),
    launch(),
  ])
  browser = launched
  expect(finished.status, finished.stderr).toBe(0)
  const written = readFileSync(join(folder.path, 'bench.html'), 'utf8')
  const report = parseReport(readFileSync(join(folder.path, 'one.json'), 'utf8'), 'one.json')
  expect(htmlOf(viewOf(report))).toBe(written)
  // Beside itself: the same page, with a table of what has changed.
  folder.write('compared.html', htmlOf(viewOf(report), compare(report, report, 0.1)))
  url = pathToFileURL(join(folder.path, 'compared.html')).href
})
afterAll(async () => {
  await browser?.close()
  folder?.remove()
})

describe('the report of oche bench', () => {
  it.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 400],
  ] as const)(
    'is whole and accessible, %s at %s pixels, and asks for nothing',
    async (colorScheme, width) => {
      await using tab = await opened(browser, url, {
        colorScheme,
        viewport: { width, height: 900 },
      })
      const { page, complaints, asked } = tab
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('hello')
      for (const plot of await page.getByRole('img').all()) {
        const box = await plot.boundingBox()
        expect(box!.width).toBeGreaterThan(200)
        expect(box!.height).toBeGreaterThan(20)
      }
      expect(await page.getByRole('img').count()).toBeGreaterThan(4)
      expect(await page.getByRole('row').count()).toBeGreaterThan(20)
      const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      expect(scrolls).toBe(false)
      await expectAccessible(page, `${colorScheme} at ${width}`)
      expect(complaints).toEqual([])
      expect(asked).toEqual([url])
    },
  )
})
