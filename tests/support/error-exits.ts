import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../src/core/errors.ts'
import { root } from './cli.ts'

const folder = join(root, 'src')

/** What is thrown by a function that knows its status, and what that is. */
const BY_FUNCTION: readonly [call: RegExp, usual: keyof typeof EXIT][] = [
  [/new OcheError\(/g, 'user'],
  [/\brefusal\(/g, 'aws'],
]

/** Statuses with which a command ends, by the code of its error, as the sources have them. */
export function exitsInSources(): Map<string, Set<number>> {
  const found = new Map<string, Set<number>>()
  const add = (code: string, exit: keyof typeof EXIT) =>
    found.set(code, (found.get(code) ?? new Set()).add(EXIT[exit]))
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const text = readFileSync(join(folder, file), 'utf8')
    for (const [call, usual] of BY_FUNCTION) {
      for (const { index } of text.matchAll(call)) {
        const args = argumentsAt(text, index)
        const exit = /\bexit: EXIT\.(\w+)/.exec(args)?.[1] ?? usual
        for (const [, code] of args.split(',')[0]!.matchAll(/'([A-Z][A-Z_]+)'/g))
          add(code!, exit as keyof typeof EXIT)
      }
    }
    // What AWS refuses, by the table of its words.
    if (file.endsWith('aws-error.ts'))
      for (const [, code] of text.matchAll(/^ {4}as: '([A-Z_]+)'/gm)) add(code!, 'aws')
  }
  return found
}

function argumentsAt(text: string, index: number): string {
  const start = text.indexOf('(', index)
  let depth = 0
  for (let at = start; at < text.length; at++) {
    if (text[at] === '(') depth++
    if (text[at] === ')' && --depth === 0) return text.slice(start + 1, at)
  }
  return ''
}
