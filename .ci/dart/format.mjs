// Every Dart file parses and is formatted, or this fails; `--write` formats them.
// Needs a Node that has WasmGC, and `@wasm-fmt/dart_fmt` where OCHE_DART_FMT says.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '../..')
const write = process.argv.includes('--write')
const require = createRequire(join(process.env.OCHE_DART_FMT ?? root, 'package.json'))
const { format } = await import(pathToFileURL(require.resolve('@wasm-fmt/dart_fmt')).href)

const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--', '*.dart']
const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const faults = files.filter((file) => !isFormatted(join(root, file)))

for (const file of faults) console.log(`not formatted: ${file}`)
console.log(`${files.length - faults.length} passed, ${faults.length} failed`)
if (faults.length > 0 || files.length === 0) process.exit(1)

function isFormatted(path) {
  const source = readFileSync(path, 'utf8')
  try {
    const formatted = format(source, path, { language_version: '3.10.0' })
    if (write) writeFileSync(path, formatted)
    return write || formatted === source
  } catch (error) {
    console.log(`${path}: ${error.message ?? error}`)
    return false
  }
}
