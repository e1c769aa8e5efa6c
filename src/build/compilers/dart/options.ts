import { OcheError } from '../../../core/errors.ts'
import type { DartOptions } from '../../../core/project.ts'

/**
 * `dart build cli`, which packages with build hooks need, takes no options.
 *
 * @throws OcheError `DART_OPTION_UNSUPPORTED`
 */
export function refuseOptions(options: DartOptions, hooks: readonly string[]): void {
  const { define, extraGenSnapshotOptions, obfuscate, symbols } = options
  const [first] = [
    ...(Object.keys(define).length > 0 ? ['define'] : []),
    ...(extraGenSnapshotOptions.length > 0 ? ['extraGenSnapshotOptions'] : []),
    ...(obfuscate ? ['obfuscate'] : []),
    ...(symbols ? ['symbols'] : []),
  ]
  if (first === undefined) return
  throw new OcheError(
    'DART_OPTION_UNSUPPORTED',
    `dart.${first} cannot be kept to: ${hooks.join(', ')} ${hooks.length === 1 ? 'has' : 'have'} build hooks, and "dart build cli", which runs them, takes no such option`,
    { remedy: `Leave dart.${first} out of oche.yaml, or do without the package.` },
  )
}
