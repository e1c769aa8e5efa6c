import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installCommand } from './packages.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'oche-packages-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (file: string, text = '') => {
  mkdirSync(dirname(join(folder, file)), { recursive: true })
  writeFileSync(join(folder, file), text)
}

it.each([
  ['package-lock.json', 'npm install', 'npm install --save-dev bun'],
  ['pnpm-lock.yaml', 'pnpm install', 'pnpm add --save-dev bun'],
  ['yarn.lock', 'yarn install', 'yarn add --dev bun'],
  ['bun.lock', 'bun install', 'bun add --dev bun'],
  ['none', 'npm install', 'npm install --save-dev bun'],
])('with %s a package that the project names is installed by %s', (lock, install, add) => {
  put(lock)
  put('package.json', '{}')
  expect(installCommand(folder, 'bun', 'development')).toBe(add)
  put('package.json', '{"devDependencies": {"bun": "^1.4.0"}}')
  expect(installCommand(folder, 'bun', 'development')).toBe(install)
})

it('the lock file and the manifest of a workspace above count', () => {
  put('pnpm-lock.yaml')
  put('package.json', '{"devDependencies": {"bun": "1"}}')
  put('functions/a/package.json', '{"dependencies": {"hono": "4"}}')
  const root = join(folder, 'functions/a')
  expect(installCommand(root, 'bun', 'development')).toBe('pnpm install')
  expect(installCommand(root, 'hono')).toBe('pnpm install')
  expect(installCommand(root, 'zod')).toBe('pnpm add zod')
})

it('a project of Yarn’s Plug’n’Play is told to have node_modules first, even by its workspace', () => {
  put('yarn.lock')
  put('.pnp.cjs')
  put('package.json', '{"workspaces": ["functions/*"]}')
  put('functions/a/package.json', '{"dependencies": {"hono": "4"}}')
  const root = join(folder, 'functions/a')
  const first = 'yarn config set nodeLinker node-modules && '
  expect(installCommand(root, 'hono')).toBe(`${first}yarn install`)
  expect(installCommand(root, 'zod')).toBe(`${first}yarn add zod`)
})

it('packageManager goes before a lock file', () => {
  put('package-lock.json')
  put('package.json', '{"packageManager": "yarn@4.5.0"}')
  expect(installCommand(folder, 'bun')).toBe('yarn add bun')
})

it('no word of an object’s own is a package that is named', () => {
  put('package.json', '{"dependencies": {}}')
  expect(installCommand(folder, 'constructor')).toBe('npm install constructor')
})

it('reads the lock files that the GitHub action reads, in the same order', () => {
  // The action runs before anything is installed, so it has a table of its own.
  const ours = tableIn('./packages.ts')
  expect(ours.length).toBeGreaterThan(0)
  expect(tableIn('../../action/project.mjs')).toEqual(ours)
})

function tableIn(file: string): (readonly [string, string])[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  return [...text.matchAll(/^ {2}'([\w.-]+)': '(\w+)',$/gm)].map(([, lock, by]) => [lock!, by!])
}
