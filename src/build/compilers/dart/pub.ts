import { utimesSync } from 'node:fs'
import { oneAtATime } from '../../process/queue.ts'
import type { CompilerChoice } from '../../types.ts'
import { downloadFailure } from './download.ts'
import { packageConfig, readDartPackages, type DartPackages } from './package.ts'
import { dartFailure, tryDart } from './run.ts'
import type { DartSdk } from './sdk.ts'

/** Runs `dart pub get` first where the packages are not what the pubspec asks for. */
export async function resolvedPackages(
  { project: { root }, container, reporter, signal }: CompilerChoice,
  sdk: DartSdk | undefined,
): Promise<DartPackages> {
  const before = readDartPackages(root)
  if (before.resolved || sdk === undefined || container) return before
  return oneAtATime(root, async () => {
    const meanwhile = readDartPackages(root)
    if (meanwhile.resolved) return meanwhile
    await reporter.step('dart pub get', () => pubGet(sdk, root, signal))
    // Pub leaves the file alone where it would not change: its time says that it was looked at.
    const config = packageConfig(root)
    if (config !== undefined) utimesSync(config, new Date(), new Date())
    return { ...readDartPackages(root), isNew: true }
  })
}

/** Without a network what was fetched before may do. */
async function pubGet(sdk: DartSdk, root: string, signal: AbortSignal | undefined): Promise<void> {
  const args = ['pub', 'get']
  const result = await tryDart(sdk, args, root, signal)
  if (result.ok) return
  const failure = dartFailure(args, root, result)
  if (downloadFailure(result.output) === undefined) throw failure
  const kept = await tryDart(sdk, [...args, '--offline'], root, signal)
  if (!kept.ok) throw failure
}
