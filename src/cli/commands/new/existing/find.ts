import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { defaultSource } from '../../../../core/find-project.ts'
import { record, type Found, type FoundFunction } from './found.ts'
import { readSam } from './sam.ts'
import { readScript } from './scripts.ts'
import { readServerless } from './serverless.ts'

/** What a project says of itself, put together. */
export interface Existing {
  name: string
  region: string | undefined
  functions: FoundFunction[]
  /** What was read. */
  files: string[]
  /** Of everything that is not taken over: the file, and what it is there. */
  notes: string[]
}

/** Looks at what other tools, manifests and scripts say; the first that knows functions decides. */
export function findExisting(root: string): Existing {
  const all = filesOf(root).flatMap((file) => read(root, file) ?? [])
  const manifest = manifestName(root)
  const named = all.find(({ name }) => name !== undefined)?.name
  const name = functionName(named ?? manifest?.name ?? basename(root))
  const chosen = all.find(({ functions }) => functions.length > 0)
  const source = defaultSource(root, manifest?.name ?? name)
  const functions = (chosen?.functions ?? [{ name, source, events: [] }]).map((fn) => ({
    ...fn,
    name: functionName(fn.name || name),
    source: fn.source ?? (chosen?.functions.length === 1 ? source : undefined),
  }))
  const passed = all
    .filter((one) => one !== chosen && one.functions.length > 0)
    .map(({ file }) => `${file}, beside ${chosen!.file}`)
  return {
    name,
    region: all.find(({ region }) => region !== undefined)?.region,
    functions,
    files: [...all.map(({ file }) => file), ...(manifest ? [manifest.file] : [])],
    notes: [
      ...all.flatMap(({ file, notes }) => notes.map((note) => `${file}: ${note}`)),
      ...passed,
    ],
  }
}

/** In the order of what knows most. */
function filesOf(root: string): string[] {
  const names = readdirSync(root).toSorted()
  const scripts = existsSync(join(root, 'scripts'))
    ? readdirSync(join(root, 'scripts'))
        .toSorted()
        .map((name) => `scripts/${name}`)
    : []
  const order = [
    /^serverless\.ya?ml$/,
    /^(template|sam)\.ya?ml$/,
    /(^|\/)[\w-]*\.sh$/,
    /^Makefile$/,
    /^(Dockerfile|Containerfile)(\.\w+)?$/,
  ]
  return order.flatMap((form) => [...names, ...scripts].filter((name) => form.test(name)))
}

function read(root: string, file: string): Found | undefined {
  const text = readFileSync(join(root, file), 'utf8')
  if (file.startsWith('serverless')) return readServerless(root, file, text)
  if (/^(template|sam)\./.test(file)) return readSam(root, file, text)
  return readScript(file, text)
}

function manifestName(root: string): { file: string; name: string } | undefined {
  for (const file of ['package.json', 'pubspec.yaml']) {
    if (!existsSync(join(root, file))) continue
    const text = readFileSync(join(root, file), 'utf8')
    const { name } = record(file === 'package.json' ? JSON.parse(text) : parseYaml(text))
    if (typeof name === 'string') return { file, name: name.replace(/^@[^/]*\//, '') }
  }
  return undefined
}

/** As AWS takes it. */
function functionName(name: string): string {
  const letters = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64)
  return letters.replaceAll(/^[-_]+|-+$/g, '') || 'api'
}
