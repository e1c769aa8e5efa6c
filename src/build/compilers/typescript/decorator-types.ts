import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { SourceBundle } from '../../types.ts'

const ASKED_FOR = /"emitDecoratorMetadata"\s*:\s*true/
const DECORATOR = /^\s*@[A-Za-z_$][\w.$]*\s*(\(|$)/m

/** What packages ask of a class by its decorators, and only a compiler that knows types can have written. */
const READ = /['"`]design:(paramtypes|type)['"`]/

/**
 * A source with decorators whose types are read when it runs, as Nest does to see what a constructor
 * wants: bundlers that look at one file without its types cannot write them.
 *
 * @returns the source's path
 */
export function readsDecoratorTypes({ text, modules }: SourceBundle): string | undefined {
  if (!READ.test(text)) return undefined
  const own = modules.filter(({ file }) => /\.[cm]?tsx?$/.test(file) && !isPackaged(file))
  return own.find(({ file }) => isAskedFor(file) && DECORATOR.test(readFileSync(file, 'utf8')))
    ?.file
}

function isPackaged(file: string): boolean {
  return file.includes(`${sep}node_modules${sep}`)
}

function isAskedFor(file: string): boolean {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'tsconfig.json')
    if (existsSync(path)) return ASKED_FOR.test(readFileSync(path, 'utf8'))
  }
  return false
}
