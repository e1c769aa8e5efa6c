import { cpSync, utimesSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { hostArchitecture } from '../../../core/host.ts'
import { NO_INPUTS } from '../../inputs/inputs.ts'
import { sourcesToWatch } from '../../inputs/watched.ts'
import { oneAtATime } from '../../process/queue.ts'
import { hostExecutable } from '../../paths.ts'
import { runTool } from '../../process/run.ts'
import { findSource } from '../../source.ts'
import type { Compiler, CompilerChoice } from '../../types.ts'
import { bundledProgram, placeBundle } from './bundle.ts'
import { dartContainer } from './container.ts'
import { packageConfig, readDartPackages, type DartPackages } from './package.ts'
import { buildCliArguments, compileArguments, dartRoute } from './route.ts'
import { findDart, type DartSdk } from './sdk.ts'

/** Dart, by its own compiler where that can, otherwise in a container. */
export async function dartCompiler(choice: CompilerChoice): Promise<Compiler> {
  const { project, fn, arch, container = false, signal } = choice
  const { root } = project
  const source = relative(root, findSource(project, fn)).split(sep).join('/')
  const sdk = await findDart(signal)
  const packages = await resolvedPackages(choice, sdk)
  const forHost = arch === undefined
  const native = forHost || (process.platform === 'linux' && arch === hostArchitecture())
  const hooks = packages.withHooks
  const route = dartRoute({ sdk: sdk?.version, hooks, forced: container, native })
  if (sdk === undefined || route.kind === 'container') {
    return dartContainer({ root, fn, source, packages, why: route.why })
  }
  const bundles = route.kind === 'build-cli'
  const way = bundles ? 'dart build cli' : 'dart compile exe'
  const target = route.cross ? arch : undefined
  return {
    route: `${way}: ${route.why}`,
    identity: ['dart', way, source, sdk.signature],
    folders: packages.localFolders,

    async compile({ folder, scratch, signal: cancel }) {
      if (bundles) {
        await runDart(sdk, buildCliArguments(source, scratch, target), root, cancel)
        return { files: placeBundle(join(scratch, 'bundle'), folder, source) }
      }
      const output = join(folder, 'bootstrap')
      await runDart(sdk, compileArguments(source, output, target), root, cancel)
      return { files: [{ name: 'bootstrap', file: output }] }
    },

    async compileForHost({ folder, scratch, signal: cancel }) {
      const watched = await sourcesToWatch(packages.localFolders, cancel)
      if (bundles) {
        await runDart(sdk, buildCliArguments(source, scratch, undefined), root, cancel)
        cpSync(join(scratch, 'bundle'), folder, { recursive: true })
        return {
          executable: bundledProgram(folder, source),
          inputs: { ...NO_INPUTS, files: await watched() },
        }
      }
      const executable = join(folder, hostExecutable)
      await runDart(sdk, compileArguments(source, executable, undefined), root, cancel)
      return { executable, inputs: { ...NO_INPUTS, files: await watched() } }
    },
  }
}

/** Runs `dart pub get` first where the packages are not what the pubspec asks for. */
async function resolvedPackages(
  { project: { root }, container, reporter, signal }: CompilerChoice,
  sdk: DartSdk | undefined,
): Promise<DartPackages> {
  const before = readDartPackages(root)
  if (before.resolved || sdk === undefined || container) return before
  return oneAtATime(root, async () => {
    const meanwhile = readDartPackages(root)
    if (meanwhile.resolved) return meanwhile
    await reporter.step('dart pub get', () => runDart(sdk, ['pub', 'get'], root, signal))
    // Pub leaves the file alone where it would not change: its time says that it was looked at.
    const config = packageConfig(root)
    if (config !== undefined) utimesSync(config, new Date(), new Date())
    return readDartPackages(root)
  })
}

async function runDart(
  { command }: DartSdk,
  args: string[],
  root: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { ok, output, failure } = await runTool({ file: command, args, cwd: root }, signal)
  if (ok) return
  throw new OcheError('COMPILE_FAILED', `dart ${args.slice(0, 2).join(' ')} failed: ${failure}`, {
    remedy: `What was run, in ${root}: dart ${args.join(' ')}`,
    detail: output,
  })
}
