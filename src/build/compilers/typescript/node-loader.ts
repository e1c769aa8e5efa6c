import { closeSync, copyFileSync, openSync, writeSync } from 'node:fs'

/** Ends an executable that has a bundle appended; the bundle's length in bytes stands before it. */
const MARK = 'oche-bundle-1'
const LENGTH_BYTES = 8

/** Name of a bundle that lies beside the executable instead. */
export const BUNDLE = 'bundle.mjs'

/**
 * The main script of the single executable: runs, as an ES module of its own, the bundle that is
 * appended to the executable, or the `bundle.mjs` beside it. It is the same for every function, so
 * it has to be put into an executable of a hundred megabytes only once.
 */
export const LOADER = `const { closeSync, fstatSync, openSync, readSync, readFileSync } = require('node:fs')
const { createRequire, registerHooks } = require('node:module')
const { dirname, join } = require('node:path')
const { pathToFileURL } = require('node:url')

function appended() {
  const file = openSync(process.execPath)
  try {
    const read = (length, position) => {
      const bytes = Buffer.alloc(length)
      readSync(file, bytes, 0, length, position)
      return bytes
    }
    const { size } = fstatSync(file)
    const tail = read(${LENGTH_BYTES + MARK.length}, size - ${LENGTH_BYTES + MARK.length})
    if (tail.toString('latin1', ${LENGTH_BYTES}) !== '${MARK}') return undefined
    const length = Number(tail.readBigUInt64LE(0))
    return read(length, size - tail.length - length).toString('utf8')
  } finally {
    closeSync(file)
  }
}

const source = appended() ?? readFileSync(join(dirname(process.execPath), '${BUNDLE}'), 'utf8')
const url = pathToFileURL(process.execPath).href
process.setSourceMapsEnabled(true)
// What CommonJS packages inside the bundle expect to be there.
globalThis.require = createRequire(process.execPath)
globalThis.__filename = process.execPath
globalThis.__dirname = dirname(process.execPath)
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === url ? { url, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (asked, context, next) =>
    asked === url ? { format: 'module', source, shortCircuit: true } : next(asked, context),
})
import(url)
`

/** Copies an executable with the loader in it and appends a bundle. */
export function appendBundle(executable: string, bundle: string, output: string): void {
  const source = Buffer.from(bundle)
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeBigUInt64LE(BigInt(source.length))
  copyFileSync(executable, output)
  const file = openSync(output, 'a')
  try {
    for (const part of [source, length, Buffer.from(MARK, 'latin1')]) writeSync(file, part)
  } finally {
    closeSync(file)
  }
}
