import { homedir } from 'node:os'
import { relative } from 'node:path'
import { debug } from '../../../core/debug.ts'
import { OcheError } from '../../../core/errors.ts'
import type { SourceBundle } from '../../types.ts'
import type { Corrections } from './entry.ts'
import { readsDecoratorTypes } from './decorator-types.ts'
import { unfollowedImports } from './dynamic-imports.ts'
import { checkExports, exportsOf } from './exports.ts'
import type { Inspection } from './inspection.ts'
import { bundleWithoutOptional } from './optional-packages.ts'
import { machinePaths } from './machine-paths.ts'
import { packagesWithoutNativePart } from './native-parts.ts'
import type { Position } from './source-bundle.ts'

/**
 * Bundles the user's source alone and looks at it, before it is compiled.
 *
 * @returns the packages that are left out of the bundle, what Bun needs for what is in it, and what
 *   the source exports
 * @throws OcheError where the function could not work on Lambda
 */
export async function inspectSource(
  inspection: Inspection,
): Promise<{ external: string[]; corrections: Corrections; exports: string[] }> {
  const { engine, request, handler, reporter } = inspection
  const { root, source } = request
  const { bundle, external } = await bundleWithoutOptional(inspection)
  const show = (position: Position | undefined) => placeText(root, position)
  const exports = await exportsOf(bundle.text)
  checkExports(relative(root, source), exports, handler, bundle.text)
  checkMachinePaths(root, bundle, show)
  for (const { text, origin } of await unfollowedImports(bundle)) {
    reporter.warn(
      `${show(origin)}: ${text} is looked for when it runs, and is not in the bundle: ` +
        "import each by name ({ de: () => import('./de.json') }), or put the folder into the " +
        'package by "include:" and read it from import.meta.dirname',
    )
  }
  warnOfWhatIsMissing(inspection, bundle)
  debug('build', () => `${relative(root, source)}: ${bundle.modules.length} modules looked at`)
  return { external, corrections: engine.corrections(bundle), exports }
}

/** What the bundle would need besides, and nobody says before it runs. */
function warnOfWhatIsMissing({ engine, request, reporter }: Inspection, bundle: SourceBundle) {
  const native = packagesWithoutNativePart(bundle.modules)
  if (native.length > 0) {
    reporter.warn(
      `${native.join(', ')}: the native part is not in the bundle; with the package left outside it ` +
        `is packed: external: [${native.join(', ')}]`,
    )
  }
  const typed = engine.writesDecoratorTypes ? undefined : readsDecoratorTypes(bundle)
  if (typed === undefined) return
  reporter.warn(
    `${relative(request.root, typed)}: esbuild does not write what emitDecoratorMetadata asks for: what ` +
      'is injected by its type alone will be missing; name it, as by @Inject(Service), or use "engine: bun"',
  )
}

function placeText(root: string, position: Position | undefined): string {
  if (position === undefined) return 'in the bundle'
  const { file, line, column } = position
  return `${relative(root, file)}:${line}:${column}`
}

/** @throws OcheError `MACHINE_PATH` */
function checkMachinePaths(
  root: string,
  { text, origin }: SourceBundle,
  show: (position: Position | undefined) => string,
): void {
  const found = machinePaths(text, [root, homedir()])
  const [first] = found
  if (first === undefined) return
  const lines = found.map(({ path, offset }) => `${show(origin(offset))}: ${path}`)
  throw new OcheError(
    'MACHINE_PATH',
    `${show(origin(first.offset))}: the bundle holds a path of this machine: ${first.path}`,
    {
      remedy: origin(first.offset)?.file.includes('node_modules')
        ? 'Generate the code again without it, or leave its package out of the bundle: external: [<package>].'
        : 'Lambda has no such path. Put the file into the package by "include:" and write __dirname or ' +
          'import.meta.dirname: both are the function’s folder.',
      ...(lines.length > 1 && { detail: [...new Set(lines)].slice(0, 20).join('\n') }),
    },
  )
}
