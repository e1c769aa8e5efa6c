import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { defaults } from './defaults.ts'

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8')

it.each(Object.entries(defaults))('docs/configuration.md names the default of %s', (key, value) => {
  const row = page.split('\n').find((line) => line.startsWith(`| \`${key}\` |`))
  expect(row?.split('|')[2]?.trim()).toBe(`\`${value}\``)
})
