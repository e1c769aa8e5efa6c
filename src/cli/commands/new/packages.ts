import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answers } from './answers.ts'

/** What bundles for the engines that are not Bun. */
const ESBUILD = '^0.28.2'

/** Names what the template and the engine need in the manifest of a project that was just written. */
export function addPackages(folder: string, answers: Answers): void {
  if (answers.lang === 'dart') addDartPackages(folder, answers)
  else addNpmPackages(folder, answers)
}

function addNpmPackages(folder: string, { template, engine }: Answers): void {
  const development = engine === 'bun' ? {} : { esbuild: ESBUILD }
  const file = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>
  const { devDependencies, dependencies, ...rest } = manifest
  const all = {
    ...rest,
    ...named('dependencies', { ...dependencies, ...template.packages }),
    ...named('devDependencies', { ...devDependencies, ...development }),
  }
  writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
}

/** In the order of npm; nothing where there are none. */
function named(key: string, packages: object): object {
  const sorted = Object.entries(packages).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return sorted.length === 0 ? {} : { [key]: Object.fromEntries(sorted) }
}

/** Both packages of Oche lie in the project, see `dart-package.ts`. */
function addDartPackages(folder: string, { template }: Answers): void {
  const packages = Object.entries(template.packages ?? {})
  if (packages.length === 0) return
  const lines = packages.map(([name, version]) => `  ${name}: ${version}\n`).join('')
  const file = join(folder, 'pubspec.yaml')
  const text = readFileSync(file, 'utf8')
  const shelf = '  oche_shelf:\n    path: packages/oche_shelf\n'
  writeFileSync(file, text.replace('    path: packages/oche\n', `$&${shelf}${lines}`))
}
