import { expect, it } from 'vitest'
import { loadProject, type FunctionConfig } from '../../../../core/project.ts'
import { functionView } from './function-view.ts'

const defaults = loadProject({ cwd: '/', env: {} }).functions[0]!

function shown(keys: Partial<FunctionConfig>): Record<string, string> {
  const settings = { ...defaults, ...keys }
  const given = { settings } as Parameters<typeof functionView>[0]
  const view = functionView(given, { url: undefined, build: undefined })
  return Object.fromEntries(view.settings.map(({ name, value }) => [name, value]))
}

it('the console shows what builds a function: its engine, its language, or its own command', () => {
  const source = 'src/index.ts'
  expect(shown({ source, engine: 'node' })).toMatchObject({ source, engine: 'node' })
  expect(shown({ source: 'bin/a.dart', language: 'dart' })).toMatchObject({ engine: 'dart' })
  const own = shown({ source, build: 'make bootstrap' })
  expect(own['build']).toBe('make bootstrap')
  expect(own).not.toHaveProperty('engine')
  expect(own).not.toHaveProperty('source')
})
