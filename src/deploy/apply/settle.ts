import { EXIT, OcheError } from '../../core/errors.ts'
import { readLatest } from '../read/remote.ts'
import { versionOf } from '../read/version.ts'
import type { RemoteVersion } from '../remote.ts'
import { MADE, notThere, type Context } from './context.ts'
import { poll } from './poll.ts'

/** botocore's function-active-v2 and function-updated-v2: 1 s × 300. */
const SETTLING = { for: 'the function to be ready', seconds: 300, interval: 1000 }

/** botocore's published-version-active: 5 s × 312. */
const PUBLISHING = { for: 'the new version to be ready', seconds: 1560, interval: 5000 }

const READY = new Set(['Active', 'Inactive', 'ActiveNonInvocable'])

/** Until `$LATEST` is active and its last update through; its revision is then the current one. */
export async function settle(context: Context, seen: RemoteVersion): Promise<void> {
  let last: RemoteVersion | undefined = seen
  context.latest = await poll(context.aws, SETTLING, async () => {
    const version = last ?? (await readLatest(context.aws, context.desired.name))
    last = undefined
    context.latest = version
    return isSettled(version) ? version : undefined
  })
}

/** What was seen already is settled where nothing has been sent since. */
export async function settled(context: Context): Promise<RemoteVersion> {
  if (context.latest === undefined) throw notThere('lambda:GetFunction', 'the function')
  if (!isSettled(context.latest)) await settle(context, context.latest)
  return context.latest
}

/** @throws FunctionFailed, OcheError `UPDATE_FAILED` */
function isSettled(version: RemoteVersion): boolean {
  const { state, stateReason, updateStatus, updateReason } = version
  if (state === 'Failed') throw new FunctionFailed(stateReason ?? 'no reason given')
  if (updateStatus === 'Failed') throw updateFailed(updateReason)
  return READY.has(state) && updateStatus === 'Successful'
}

/** A function whose creation failed cannot be fixed, only made anew. */
export class FunctionFailed extends Error {}

function updateFailed(reason: string | undefined): OcheError {
  return new OcheError('UPDATE_FAILED', `Lambda could not update the function: ${reason ?? ''}`, {
    remedy: 'The version before still serves. Fix what Lambda names and deploy again.',
    exit: EXIT.aws,
  })
}

export async function settleVersion(context: Context, seen: RemoteVersion): Promise<void> {
  let last: RemoteVersion | undefined = seen
  await poll(context.aws, PUBLISHING, async () => {
    const version = last ?? (await readVersion(context, seen.version))
    last = undefined
    if (version.state === 'Failed') throw updateFailed(version.stateReason)
    return READY.has(version.state) ? version : undefined
  })
}

async function readVersion({ aws, desired }: Context, Qualifier: string): Promise<RemoteVersion> {
  const input = { FunctionName: desired.name, Qualifier }
  return versionOf(await aws.call('lambda:GetFunctionConfiguration', input, MADE))
}
