import { basename } from 'node:path'
import { ENGINES, type EngineKind } from '../../../core/config/kinds.ts'
import { nearest } from '../../../core/nearest.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import type { Arguments } from '../../arguments/values.ts'
import { usageError } from '../../arguments/usage-error.ts'

/** One of those that are compared: a function as it is to be made, or a file that is there. */
export type Variant = { fn: FunctionConfig; name: string } & (
  | { artifact: string }
  /** The function as it is to be built. */
  | { build: FunctionConfig }
)

/**
 * What a command line asks to be measured.
 *
 * @throws OcheError `USAGE`
 */
export function variantsOf(args: Arguments, functions: readonly FunctionConfig[]): Variant[] {
  const engines = enginesIn(args.text('engine'))
  const artifacts = args.text('artifact')?.split(',')
  if (artifacts === undefined) return functions.flatMap((fn) => ofEngines(fn, engines))
  if (engines !== undefined) {
    throw usageError('--artifact is built already: --engine does not go with it')
  }
  const [fn, ...others] = functions
  if (others.length > 0) {
    throw usageError(
      '--artifact is of one function, and this project has several',
      `Name it: oche bench ${fn!.name} --artifact ${artifacts.join(',')}`,
    )
  }
  return namesOf(artifacts).map((name, index) => ({ fn: fn!, name, artifact: artifacts[index]! }))
}

function enginesIn(given: string | undefined): EngineKind[] | undefined {
  if (given === undefined) return undefined
  return [...new Set(given.split(','))].map((name) => {
    const found = ENGINES.find((engine) => engine === name.trim())
    if (found !== undefined) return found
    const meant = nearest(name, ENGINES)
    throw usageError(
      `--engine takes ${ENGINES.join(', ')}, or several of them as in bun,node; not "${name}"`,
      meant === undefined ? undefined : `Did you mean "${meant}"?`,
    )
  })
}

function ofEngines(fn: FunctionConfig, engines: readonly EngineKind[] | undefined): Variant[] {
  const hasEngine = fn.build === undefined && fn.language === 'typescript'
  if (!hasEngine) {
    if (engines === undefined)
      return [{ fn, name: fn.build === undefined ? 'dart' : 'build', build: fn }]
    throw usageError(
      `${fn.name} is ${fn.build === undefined ? 'Dart' : 'built by a command'}: --engine is for TypeScript`,
      'Leave out --engine, or name the functions that it is for.',
    )
  }
  return (engines ?? [fn.engine]).map((engine) => ({
    fn,
    name: engine,
    // No function's name has a dot: its own build stays as it is.
    build: engine === fn.engine ? fn : { ...fn, engine, name: `${fn.name}.${engine}` },
  }))
}

/** The files' names, with as much of their paths as tells them apart. */
function namesOf(files: readonly string[]): readonly string[] {
  const names = files.map((file) => basename(file))
  return new Set(names).size === files.length ? names : files
}
