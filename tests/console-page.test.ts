import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readPage } from '../src/console/page-files.ts'
import { root } from './support/cli.ts'

const page = readPage(join(root, 'dist/console/page'))
const ofType = (type: string) => [...page].filter(([, file]) => file.type.startsWith(type))
const sizes = (type: string) => ofType(type).map(([, { zipped }]) => zipped.length)

it("the console's script and style are small", () => {
  const scripts = sizes('text/javascript')
  expect(scripts.length).toBeGreaterThan(0)
  expect(scripts.reduce((sum, one) => sum + one, 0)).toBeLessThan(120_000)
  expect(sizes('text/css').reduce((sum, one) => sum + one, 0)).toBeLessThan(20_000)
})

it("the console's page has no script and no style of its own, and nothing from elsewhere", () => {
  const html = page.get('/')!.bytes.toString()
  expect(html).not.toMatch(/<script(?![^>]* src="\/)|<style|\bstyle=|\bon\w+=/)
  const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address!)
  expect(addresses.filter((address) => !page.has(address))).toEqual([])
  for (const [, { bytes }] of ofType('text/css')) {
    expect(bytes.toString()).not.toMatch(/@import|url\(/)
  }
})
