import { OcheError } from '../../../../core/errors.ts'
import { runTool } from '../../../process/run.ts'
import { which } from '../../../process/which.ts'
import type { CompilerChoice } from '../../../types.ts'
import { buildCommand, buildScript, engineFor, host, LAMBDA } from './find-engine.ts'

/**
 * In a clone of this package that has cargo, builds the engines that are missing: minutes, once.
 *
 * @param script that builds them
 * @param found how an engine is found
 * @throws OcheError `ENGINE_NOT_BUILT`
 */
export async function buildMissing(
  { project, arch, reporter, signal }: CompilerChoice,
  { script = buildScript(), found = engineFor } = {},
): Promise<void> {
  const { root } = project
  const machines = new Set([host, arch === undefined ? host : LAMBDA[arch]])
  const missing = [...machines].filter((one) => !found(root, one))
  if (script === undefined || missing.length === 0 || which('cargo') === undefined) return
  const what = `building the engine for ${missing.join(' and ')}, once`
  const { ok, output } = await reporter.step(what, () =>
    runTool({ file: process.execPath, args: [script, ...missing], cwd: root }, signal),
  )
  if (ok) return
  throw new OcheError('ENGINE_NOT_BUILT', 'the engine could not be built', {
    remedy: `Type: ${buildCommand()}, and correct what it says; or use "engine: bun".`,
    detail: output,
  })
}
