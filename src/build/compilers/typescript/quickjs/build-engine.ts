import { OcheError } from '../../../../core/errors.ts'
import { runTool } from '../../../process/run.ts'
import { which } from '../../../process/which.ts'
import type { CompilerChoice } from '../../../types.ts'
import { buildScript, engineFor, host, LAMBDA } from './find-engine.ts'

/**
 * In a clone of this package that has cargo, builds the engines that are missing: minutes, once.
 *
 * @throws OcheError `ENGINE_NOT_BUILT`
 */
export async function buildMissing({
  project,
  arch,
  reporter,
  signal,
}: CompilerChoice): Promise<void> {
  const { root } = project
  const machines = [host, arch === undefined ? host : LAMBDA[arch]]
  const script = buildScript()
  const missing = [...new Set(machines)].filter((one) => !engineFor(root, one))
  if (script === undefined || missing.length === 0 || which('cargo') === undefined) return
  reporter.info(`building the engine for ${missing.join(' and ')}: some minutes, once`)
  const tool = { file: process.execPath, args: [script, ...missing], cwd: root }
  const { ok, output } = await runTool(tool, signal)
  if (ok) return
  throw new OcheError('ENGINE_NOT_BUILT', 'the engine could not be built', {
    remedy: 'Type: npm run engine, and correct what it says; or use "engine: bun".',
    detail: output,
  })
}
