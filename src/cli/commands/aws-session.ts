import { openSession, type Session } from '../../deploy/index.ts'
import type { CommandContext } from './context.ts'

/** AWS as `--region`, `--profile` and the SDK's own chain say. @throws OcheError */
export function openAwsSession({ args, env, reporter, signal }: CommandContext): Promise<Session> {
  return openSession({
    // The AWS CLI reads AWS_DEFAULT_REGION, the SDK for JavaScript does not.
    region: args.text('region') ?? (env['AWS_REGION'] ? undefined : env['AWS_DEFAULT_REGION']),
    profile: args.text('profile'),
    reporter,
    signal,
  })
}
