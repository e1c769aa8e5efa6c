// Holds every Dart file, and what the documentation shows of Dart, to those lints of package:lints and warnings of the
// analyzer that its syntax tells, or this fails. The analyzer, which knows the rest, comes with an SDK only. Needs
// `web-tree-sitter` and `@lumis-sh/wasm-dart` where OCHE_DART_LINT says.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { rules } from './lint-rules.mjs'

const root = resolve(import.meta.dirname, '../..')
const require = createRequire(join(process.env.OCHE_DART_LINT ?? root, 'package.json'))
const { Language, Parser, Query } = await import(
  pathToFileURL(require.resolve('web-tree-sitter')).href
)
await Parser.init()
const dart = await Language.load(require.resolve('@lumis-sh/wasm-dart/tree-sitter-dart.wasm'))
const parser = new Parser()
parser.setLanguage(dart)
const checks = rules.map(({ query, ...rule }) => ({ ...rule, query: new Query(dart, query) }))

const list = [
  'ls-files',
  '--cached',
  '--others',
  '--exclude-standard',
  '--',
  '*.dart',
  'README.md',
  'docs/*.md',
  'docs/dart/*.md',
  'dart/*/README.md',
]
const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)

/** What a rule that finds nothing any more would not tell. */
const asleep = checks.filter(({ name, wrong }) => !faultsIn(wrong).some((it) => it.name === name))
for (const { name } of asleep) console.log(`${name} does not find what it is for`)

const faulty = files.filter((file) => {
  const faults = programsIn(file).flatMap(faultsIn)
  for (const { name, line, text } of faults) console.log(`${file}:${line}: ${name}: ${text}`)
  return faults.length > 0
})
console.log(`${files.length - faulty.length} passed, ${faulty.length} failed`)
if (asleep.length > 0 || faulty.length > 0 || files.length === 0) process.exit(1)

/** Of a page its blocks, each with the lines before it, so that lines are those of the page. */
function programsIn(file) {
  const text = readFileSync(join(root, file), 'utf8')
  if (file.endsWith('.dart')) return [text]
  return [...text.matchAll(/^```dart.*\n([^]*?)^```/gm)].map(
    ({ index, 1: block }) => text.slice(0, index).replaceAll(/[^\n]+/g, '') + '\n' + block,
  )
}

function faultsIn(source) {
  const tree = parser.parse(source)
  return checks.flatMap(({ name, query, isFault = () => true }) =>
    query
      .captures(tree.rootNode)
      .filter(({ name: capture, node }) => capture === 'it' && isFault(node))
      .map(({ node }) => ({
        name,
        line: node.startPosition.row + 1,
        text: node.text.split('\n')[0].trim(),
      })),
  )
}
