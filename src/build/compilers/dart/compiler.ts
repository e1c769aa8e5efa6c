import { cpSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { hostArchitecture } from '../../../core/host.ts'
import { NO_INPUTS } from '../../inputs/inputs.ts'
import { sourcesToWatch } from '../../inputs/watched.ts'
import { hostExecutable } from '../../paths.ts'
import { findSource } from '../../source.ts'
import type { Compiler, CompilerChoice } from '../../types.ts'
import { bundledProgram, placeBundle } from './bundle.ts'
import { dartContainer } from './container.ts'
import { compileKernel } from './kernel.ts'
import { olderThanAdmitted, oldestSdk } from './pubspec.ts'
import { refuseOptions } from './options.ts'
import { resolvedPackages } from './pub.ts'
import { buildCliArguments, compileArguments, dartRoute, SYMBOLS } from './route.ts'
import { runDart } from './run.ts'
import { findDart, type DartSdk } from './sdk.ts'

/** Dart, by its own compiler where that can, otherwise in a container. */
export async function dartCompiler(choice: CompilerChoice): Promise<Compiler> {
  const { project, fn, arch, container = false, reporter, signal } = choice
  const { release = false, debuggable = false, residents } = choice
  const { root } = project
  const source = relative(root, findSource(project, fn)).split(sep).join('/')
  const sdk = await findDart(signal)
  if (sdk !== undefined && !container) refuseOlder(sdk, root)
  const packages = await resolvedPackages(choice, sdk)
  const forHost = arch === undefined
  const native = forHost || (process.platform === 'linux' && arch === hostArchitecture())
  const hooks = packages.withHooks
  const oldest = oldestSdk(root)
  const route = dartRoute({ sdk: sdk?.version, oldest, hooks, forced: container, native })
  if (sdk === undefined || route.kind === 'container') {
    const instead = container
      ? undefined
      : `${sdk === undefined ? 'Install' : 'Update'} the Dart SDK: https://dart.dev/get-dart`
    if (debuggable) throw notDebuggable(fn.name, route.why, instead ?? 'Leave out --container.')
    return dartContainer({ root, fn, source, packages, why: route.why, instead })
  }
  const bundles = route.kind === 'build-cli'
  if (bundles) refuseOptions(fn.dart, hooks)
  if (route.warning !== undefined && !forHost) reporter.warn(route.warning)
  const way = bundles ? 'dart build cli' : 'dart compile exe'
  const target = route.cross ? arch : undefined
  return {
    route: `${way}: ${route.why}`,
    identity: ['dart', way, source, sdk.signature, JSON.stringify(fn.dart)],
    folders: packages.localFolders,

    async compile({ folder, scratch, signal: cancel }) {
      if (bundles) {
        const args = buildCliArguments({ source, output: scratch, arch: target })
        await runDart(sdk, args, root, cancel)
        return { files: placeBundle(join(scratch, 'bundle'), folder, source) }
      }
      const output = join(folder, 'bootstrap')
      const args = compileArguments({ source, output, arch: target }, fn.dart)
      await runDart(sdk, args, root, cancel)
      return {
        files: [{ name: 'bootstrap', file: output }],
        ...(fn.dart.symbols && { beside: [SYMBOLS] }),
      }
    },

    async compileForHost(request) {
      const { folder, scratch, signal: cancel } = request
      if (!bundles && !release) {
        const options = fn.dart
        return compileKernel({ root, source, sdk, packages, options, residents }, request)
      }
      if (debuggable) {
        throw bundles
          ? notDebuggable(fn.name, route.why, 'Leave out --inspect, or do without the package.')
          : notDebuggable(fn.name, '--release was given', 'Leave out --release.')
      }
      const watched = await sourcesToWatch(packages.localFolders, cancel)
      if (bundles) {
        const args = buildCliArguments({ source, output: scratch, arch: undefined })
        await runDart(sdk, args, root, cancel)
        cpSync(join(scratch, 'bundle'), folder, { recursive: true })
        return {
          executable: bundledProgram(folder, source),
          inputs: { ...NO_INPUTS, files: await watched() },
        }
      }
      const executable = join(folder, hostExecutable)
      const args = compileArguments({ source, output: executable, arch: undefined }, fn.dart)
      await runDart(sdk, args, root, cancel)
      return { executable, inputs: { ...NO_INPUTS, files: await watched() } }
    },
  }
}

/** Pub would say so where it has to run; a compiler that is too old says something about the syntax. */
function refuseOlder({ version, command }: DartSdk, root: string): void {
  const problem = olderThanAdmitted(version, root)
  if (problem === undefined) return
  throw new OcheError('DART_TOO_OLD', `${problem} (${command})`, {
    remedy:
      'Update the Dart SDK: https://dart.dev/get-dart. Otherwise type: oche build --container',
  })
}

function notDebuggable(name: string, why: string, remedy: string): OcheError {
  return new OcheError(
    'DART_NOT_DEBUGGABLE',
    `${name} is compiled ahead of time (${why}), which leaves nothing for a debugger`,
    { remedy },
  )
}
