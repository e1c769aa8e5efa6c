import { OcheError } from '../../../core/errors.ts'

export interface BundlerFailure {
  bundler: string
  /** All it wrote. */
  output: string
  /** How it ended. */
  failure: string | undefined
  /** Finds the first error's message, and its file, line and column. */
  message: RegExp
  place: RegExp
}

/** The first error of a bundler in one line; everything it wrote is shown below. */
export function compileError({
  bundler,
  output,
  failure,
  message,
  place,
}: BundlerFailure): OcheError {
  const what = message.exec(output)?.[1]
  const where = place.exec(output)?.[1]
  if (what === undefined) {
    return new OcheError('COMPILE_FAILED', `${bundler} failed: ${failure}`, { detail: output })
  }
  return new OcheError('COMPILE_FAILED', where === undefined ? what : `${where}: ${what}`, {
    detail: output,
    remedy: remedyFor(what, where !== undefined),
  })
}

const REMEDIES: readonly [RegExp, string][] = [
  [/^Could not resolve/, 'Correct the import, or install the package: npm install <package>'],
  [
    /type attribute of "file"/,
    'esbuild knows no such import. Put the file into the package by "include:" and read it from ' +
      'import.meta.dirname, or use "engine: bun".',
  ],
  [
    /^No loader is configured/,
    "Say what it is to become: with { type: 'text' }, 'json' or 'bytes'.",
  ],
]

function remedyFor(what: string, hasPlace: boolean): string {
  const special = REMEDIES.find(([pattern]) => pattern.test(what))
  return special?.[1] ?? `Correct the source${hasPlace ? '; the place is shown above' : ''}.`
}
