import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { isConfiguration } from './configuration-files.ts'

const root = resolve('/project')

const project = {
  root,
  configFile: join(root, 'other.yaml'),
  envFile: { path: join(root, '.env'), variables: {} },
  functions: [{ layers: ['layer', 'arn:aws:lambda:us-east-1:123456789012:layer:tools:1'] }],
}

it.each([
  ['oche.yaml', true],
  ['other.yaml', true],
  ['.env', true],
  ['package-lock.json', false],
  ['layer/extensions/agent', true],
  ['layered.ts', false],
  ['src/index.ts', false],
  ['src/oche.yaml', false],
])('%s has everything started anew: %s', (file, is) => {
  expect(isConfiguration(join(root, file), project)).toBe(is)
})
