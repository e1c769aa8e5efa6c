import { sep } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { installCommand } from '../../../core/packages.ts'

export interface BundlerFailure {
  /** The project's folder. */
  root: string
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
  root,
  bundler,
  output: written,
  failure,
  message,
  place,
}: BundlerFailure): OcheError {
  // Bun names files by their whole path.
  const output = written.replaceAll(root + sep, '')
  const what = message.exec(output)?.[1]
  const where = place.exec(output)?.[1]
  if (what === undefined) {
    return new OcheError('COMPILE_FAILED', `${bundler} failed: ${failure}`, { detail: output })
  }
  return new OcheError('COMPILE_FAILED', where === undefined ? what : `${where}: ${what}`, {
    detail: output,
    remedy: unresolvedRemedy(what, root) ?? remedyFor(what, where !== undefined),
  })
}

/** Of a package that the project names, nobody has installed anything yet. */
function unresolvedRemedy(what: string, root: string): string | undefined {
  const wanted = /^Could not resolve:? "([^"]+)"/.exec(what)?.[1]
  if (wanted === undefined) return undefined
  const name = /^(@[^/]+\/[^/]+|[^./@#][^/]*)/.exec(wanted)?.[0]
  if (name === undefined) return 'Correct the import.'
  return `Correct the import, or type: ${installCommand(root, name)}`
}

const REMEDIES: readonly [RegExp, string][] = [
  [
    /type attribute of "file"/,
    'Only esbuild’s package for Node.js knows such imports. Type: npm install --save-dev esbuild',
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
