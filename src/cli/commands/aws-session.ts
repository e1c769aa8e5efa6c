import { once } from 'node:events'
import { EXIT, OcheError } from '../../core/errors.ts'
import type { ConnectionOptions, Session } from '../../deploy/index.ts'
import type { ResolvedFunction } from '../../core/resolve-function.ts'
import { ask } from '../output/ask.ts'
import type { CommandContext } from './context.ts'

/**
 * AWS as `--region`, `--profile` and the SDK's own chain say. What speaks to AWS is loaded only by a
 * command that does.
 *
 * @throws OcheError
 */
export async function openAwsSession(context: CommandContext): Promise<Session> {
  const { reporter, signal } = context
  const { openSession } = await import('../../deploy/index.ts')
  return openSession({ ...connectionOptions(context), reporter, signal })
}

/** The same session, whose errors do not show what references stand for. */
export function hidingSession(session: Session, resolved: readonly ResolvedFunction[]): Session {
  const values = resolved.flatMap(({ hidden }) => hidden.map(({ value }) => value))
  return { ...session, aws: session.aws.hiding(values) }
}

/** Which AWS the command line and the environment ask for. */
export function connectionOptions(context: CommandContext): ConnectionOptions {
  const { args, env, stdin, output, keyboard } = context
  const canAsk = (stdin as { isTTY?: boolean }).isTTY === true && !output.json
  return {
    // The AWS CLI reads AWS_DEFAULT_REGION, the SDK for JavaScript does not.
    region: args.text('region') ?? (env['AWS_REGION'] ? undefined : env['AWS_DEFAULT_REGION']),
    profile: args.text('profile'),
    ...(canAsk && {
      askMfaCode: (device) => {
        const code = () => askMfaCode(device, context)
        return keyboard === undefined ? code() : keyboard.lend(code)
      },
    }),
  }
}

/** @throws OcheError `MFA_NEEDED` after Ctrl-D; after Ctrl-C the reason of the signal, which ends the program */
async function askMfaCode(device: string, context: CommandContext): Promise<string> {
  const { interrupt, signal } = context
  let isInterrupted = false
  const onInterrupt = () => void (isInterrupted = true)
  const code = await ask(`Code of ${device}: `, { ...context, onInterrupt })
  if (code !== undefined) return code.trim()
  if (isInterrupted) {
    interrupt()
    if (!signal.aborted) await once(signal, 'abort')
  }
  signal.throwIfAborted()
  throw new OcheError('MFA_NEEDED', `no code of ${device} was given`, {
    remedy: 'Type the command again, then the code.',
    exit: EXIT.aws,
  })
}
