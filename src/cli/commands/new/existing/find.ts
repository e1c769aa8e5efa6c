import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Found, FoundFunction, FoundSettings } from './found.ts'
import { findApplication, readManifest } from './manifest.ts'
import { readSam } from './sam.ts'
import { outlineOfImage, readScript } from './scripts.ts'
import { readServerless } from './serverless.ts'

/** What a project says of itself, put together. */
export interface Existing {
  name: string
  region: string | undefined
  /** What all functions have, unless they say otherwise. */
  shared: FoundSettings
  functions: FoundFunction[]
  /** What was read. */
  files: string[]
  /** Of everything that is not taken over: the file, and what it is there. */
  notes: string[]
  /** What somebody has to do before it can be served. */
  todo: string[]
}

/** Looks at what other tools, manifests and scripts say; the first that knows functions decides. */
export function findExisting(root: string): Existing {
  const all = filesOf(root).flatMap((file) => read(root, file) ?? [])
  const manifest = readManifest(root)
  const named = all.find(({ name }) => name !== undefined)?.name
  const name = functionName(named ?? manifest?.name ?? basename(root))
  const chosen = all.find(({ functions }) => functions.length > 0)
  const isOne = chosen === undefined || chosen.functions.length === 1
  const application = isOne ? findApplication(root, manifest, name) : undefined
  const functions = (chosen?.functions ?? [{ name, events: [] }]).map((fn) => {
    const { source, handler } = fn.source === undefined && application ? application : fn
    return { ...fn, name: functionName(fn.name || name), source, handler: fn.handler ?? handler }
  })
  const passed = all
    .filter((one) => one !== chosen && one.functions.length > 0)
    .map(({ file }) => `${file}, beside ${chosen!.file}`)
  const takes = application !== undefined && functions[0]?.source === application.source
  return {
    name,
    region: all.find(({ region }) => region !== undefined)?.region,
    shared: chosen?.shared ?? {},
    functions,
    files: [...all.map(({ file }) => file), ...(manifest ? [manifest.file] : [])],
    notes: [
      ...all.flatMap(({ file, notes }) => notes.map((note) => `${file}: ${note}`)),
      ...passed,
      ...(chosen === undefined ? images(root) : []),
      ...readdirSync(root)
        .filter((file) => UNREAD.test(file))
        .toSorted()
        .map((file) => `${file}: all of it`),
      ...(manifest?.isBroken ? [`${manifest.file}: all of it: it cannot be read`] : []),
    ],
    todo: takes && application.todo ? [application.todo] : sourceless(functions),
  }
}

function sourceless(functions: readonly FoundFunction[]): string[] {
  return functions
    .filter(({ source }) => source === undefined)
    .map(({ name }) => `the source of ${name} was not found: name it by "source:" in oche.yaml`)
}

/** Programs and settings of other tools, of which nothing is read. */
const UNREAD =
  /^(serverless\.(ts|[cm]?js)|sst\.config\.ts|cdk\.json|samconfig\.(toml|ya?ml)|[\w-]+\.tf)$/

/** Images, of which a user would expect that something is read where nothing else tells of functions. */
function images(root: string): string[] {
  return filesOf(root)
    .filter((file) => IMAGE.test(file))
    .map((file) => `${file}: ${outlineOfImage(readFileSync(join(root, file), 'utf8'))}`)
}

const IMAGE = /^(Dockerfile|Containerfile)(\.\w+)?$/

/** In the order of what knows most. */
function filesOf(root: string): string[] {
  const names = readdirSync(root).toSorted()
  const scripts = existsSync(join(root, 'scripts'))
    ? readdirSync(join(root, 'scripts'))
        .toSorted()
        .map((name) => `scripts/${name}`)
    : []
  const order = [
    /^serverless\.(ya?ml|json)$/,
    /^(template|sam)\.(ya?ml|json)$/,
    /(^|\/)[\w-]*\.sh$/,
    /^Makefile$/,
    IMAGE,
  ]
  return order.flatMap((form) => [...names, ...scripts].filter((name) => form.test(name)))
}

function read(root: string, file: string): Found | undefined {
  const text = readFileSync(join(root, file), 'utf8')
  if (file.startsWith('serverless')) return readServerless(root, file, text)
  if (/^(template|sam)\./.test(file)) return readSam(root, file, text)
  return readScript(root, file, text)
}

/** As AWS takes it. */
function functionName(name: string): string {
  const letters = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64)
  return letters.replaceAll(/^[-_]+|-+$/g, '') || 'api'
}
