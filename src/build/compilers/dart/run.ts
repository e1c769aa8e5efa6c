import { OcheError } from '../../../core/errors.ts'
import { runTool, type ToolResult } from '../../process/run.ts'
import { downloadFailure, fetchesFrom } from './download.ts'
import type { DartSdk } from './sdk.ts'

/**
 * Runs `dart`.
 *
 * @throws OcheError `COMPILE_FAILED` with its own words, `DART_DOWNLOAD_FAILED`
 */
export async function runDart(
  sdk: DartSdk,
  args: readonly string[],
  root: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const result = await tryDart(sdk, args, root, signal)
  if (!result.ok) throw dartFailure(args, root, result)
}

export function tryDart(
  { command }: DartSdk,
  args: readonly string[],
  root: string,
  signal: AbortSignal | undefined,
): Promise<ToolResult> {
  return runTool({ file: command, args, cwd: root }, signal)
}

export function dartFailure(
  args: readonly string[],
  root: string,
  { output, failure }: Pick<ToolResult, 'output' | 'failure'>,
): OcheError {
  const from = fetchesFrom(args)
  const why = from && downloadFailure(output)
  if (from && why) {
    return new OcheError('DART_DOWNLOAD_FAILED', `${from.what}: ${why}`, {
      remedy: from.remedy,
      detail: output,
    })
  }
  const text = `dart ${args.slice(0, 2).join(' ')} failed: ${failure}`
  const shown = args.map((word) => word.replace(DEFINED, '$1…')).join(' ')
  return new OcheError('COMPILE_FAILED', text, {
    remedy: `What was run, in ${root}: dart ${shown}`,
    detail: output,
  })
}

/** What stands for a name may have come from `${env:NAME}`. */
const DEFINED = /^(--define=[^=]+=).*$/s
