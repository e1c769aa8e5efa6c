import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs'

/** Ends an executable that has a bundle and its map appended; before it stand their lengths in bytes. */
const MARK = 'oche-bundle-2'
const LENGTH_BYTES = 8
const TAIL_BYTES = 2 * LENGTH_BYTES + MARK.length

/** Name of a bundle that lies beside the executable instead; its map has `.map` behind it. */
export const BUNDLE = 'bundle.mjs'

/**
 * The main script of the single executable: runs, as an ES module of its own, the bundle that is
 * appended to the executable, or the `bundle.mjs` beside it. It is the same for every function, so
 * it has to be put into an executable of a hundred megabytes only once.
 *
 * The map, which may be larger than the bundle, is read when the first error's stack is asked for.
 */
export const LOADER = `const { closeSync, fstatSync, openSync, readSync, readFileSync } = require('node:fs')
const { createRequire, registerHooks, SourceMap } = require('node:module')
const { dirname, join, resolve } = require('node:path')
const { pathToFileURL } = require('node:url')

function appended(part) {
  const file = openSync(process.execPath)
  try {
    const read = (length, position) => {
      const bytes = Buffer.alloc(length)
      readSync(file, bytes, 0, length, position)
      return bytes
    }
    const end = fstatSync(file).size - ${TAIL_BYTES}
    const tail = read(${TAIL_BYTES}, end)
    if (tail.toString('latin1', ${2 * LENGTH_BYTES}) !== '${MARK}') return undefined
    const bundle = Number(tail.readBigUInt64LE(0))
    const map = Number(tail.readBigUInt64LE(${LENGTH_BYTES}))
    return (part === 'map' ? read(map, end - map) : read(bundle, end - map - bundle)).toString()
  } finally {
    closeSync(file)
  }
}

const folder = dirname(process.execPath)
const beside = (name) => readFileSync(join(folder, name), 'utf8')
const source = appended('bundle') ?? beside('${BUNDLE}')
const url = pathToFileURL(process.execPath).href
const place = new RegExp(url.replace(/[^\\w]/g, '\\\\$&') + ':(\\\\d+):(\\\\d+)', 'g')

let map
function original(found, line, column) {
  try {
    map ??= new SourceMap(JSON.parse(appended('map') ?? beside('${BUNDLE}.map')))
    const { originalSource, originalLine, originalColumn } = map.findEntry(line - 1, column - 1)
    if (originalSource === undefined) return found
    return resolve(folder, originalSource) + ':' + (originalLine + 1) + ':' + (originalColumn + 1)
  } catch {
    return found
  }
}

const { prepareStackTrace } = Error
const plain = (error, frames) => [error, ...frames.map((frame) => '    at ' + frame)].join('\\n')
Error.prepareStackTrace = (error, frames) => {
  const text = (prepareStackTrace ?? plain)(error, frames)
  return typeof text === 'string' ? text.replace(place, original) : text
}
// What CommonJS packages inside the bundle expect to be there.
globalThis.require = createRequire(process.execPath)
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === url ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (asked, context, next) =>
    asked === url ? { format: 'module', source, shortCircuit: true } : next(asked, context),
})
import(url)
`

/** Copies an executable with the loader in it and appends a bundle with its map. */
export function appendBundle(
  executable: string,
  { bundle, map }: { bundle: string; map: string },
  output: string,
): void {
  const parts = [bundle, map].map((text) => Buffer.from(text))
  const lengths = parts.map(({ length }) => {
    const bytes = Buffer.alloc(LENGTH_BYTES)
    bytes.writeBigUInt64LE(BigInt(length))
    return bytes
  })
  copyFileSync(executable, output)
  const file = openSync(output, 'a')
  try {
    for (const part of [...parts, ...lengths, Buffer.from(MARK, 'latin1')]) writeAll(file, part)
  } finally {
    closeSync(file)
  }
}

/** The system may take less than all at once. */
function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
}
