import { once } from 'node:events'
import type { Project } from '../../core/project.ts'
import { EXIT, OcheError } from '../../core/errors.ts'
import type { ConnectionOptions, Session } from '../../deploy/index.ts'
import { ask } from '../output/ask.ts'
import type { CommandContext } from './context.ts'

/**
 * AWS as `--region`, `--profile` and the SDK's own chain say. What speaks to AWS is loaded only by a
 * command that does.
 *
 * @throws OcheError
 */
export async function openAwsSession(
  context: CommandContext,
  project: Pick<Project, 'account' | 'region'>,
): Promise<Session> {
  const { reporter, signal } = context
  requireRegion(givenRegion(context), project)
  const { openSession } = await import('../../deploy/index.ts')
  const session = await openSession({ ...connectionOptions(context, project), reporter, signal })
  requireAccount(session.account.id, project)
  return session
}

/** Which region the command line or the environment names. */
export function givenRegion({ args, env }: CommandContext): string | undefined {
  return args.text('region') ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined)
}

/** @throws OcheError `REGION_REFUSED` where it is not the one of oche.yaml */
function requireRegion(given: string | undefined, { region }: Pick<Project, 'region'>): void {
  if (given === undefined || region === undefined || given === region) return
  throw new OcheError('REGION_REFUSED', `oche.yaml is for ${region}, and ${given} was asked for`, {
    remedy: `Type it with --region ${region}, or leave out --region and AWS_REGION. "region:" can differ by stage.`,
  })
}

/** @throws OcheError `ACCOUNT_REFUSED` where it is not the one of oche.yaml */
function requireAccount(found: string, { account }: Pick<Project, 'account'>): void {
  if (account === undefined || found === account) return
  throw new OcheError(
    'ACCOUNT_REFUSED',
    `oche.yaml is for account ${account}, and these credentials are of ${found}`,
    { remedy: 'Choose others: --profile <name>. "account:" can differ by stage.' },
  )
}

/** `account 123456789012, eu-west-1, stage prod`. */
export function placeText(
  { id, region }: Session['account'],
  { stage }: Pick<Project, 'stage'>,
): string {
  return `account ${id}, ${region}${stage === undefined ? '' : `, stage ${stage}`}`
}

/** Which AWS the command line and the environment ask for. */
export function connectionOptions(
  context: CommandContext,
  project: Pick<Project, 'region'>,
): ConnectionOptions {
  const { args, stdin, output, keyboard } = context
  const canAsk = (stdin as { isTTY?: boolean }).isTTY === true && !output.json
  return {
    // The AWS CLI reads AWS_DEFAULT_REGION, the SDK for JavaScript does not.
    region: givenRegion(context) ?? project.region,
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
