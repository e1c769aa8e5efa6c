import { EXIT, OcheError } from '../../../core/errors.ts'
import { notThere } from '../../converge/not-there.ts'
import { poll } from '../../converge/poll.ts'
import type { Context } from '../../converge/resource.ts'
import type { RemoteVersion } from '../../model/version.ts'
import { sameContent } from './compare.ts'
import { readLatest, versionOf } from './read.ts'
import { changedByOthers } from './review.ts'

/** botocore's function-active-v2 and function-updated-v2: 1 s × 300. */
const SETTLING = { for: 'the function to be ready', seconds: 300, interval: 1000 }

/** botocore's published-version-active: 5 s × 312. */
const PUBLISHING = { for: 'the new version to be ready', seconds: 1560, interval: 5000 }

const READY = new Set(['Active', 'Inactive', 'ActiveNonInvocable'])

/** A function whose creation failed cannot be fixed, only made anew. */
export class FunctionFailed extends Error {}

/**
 * After a call of this run: until `$LATEST` is active and its update through. Its revision is then
 * the current one.
 *
 * @throws FunctionFailed, OcheError `UPDATE_FAILED`
 */
export async function settle(context: Context, seen: RemoteVersion): Promise<void> {
  await watch(context, seen, (version) => {
    const { state, stateReason, updateStatus, updateReason } = version
    if (updateStatus === 'Failed') throw updateFailed(updateReason)
    if (state === 'Failed') throw new FunctionFailed(stateReason ?? 'no reason given')
    return READY.has(state) && updateStatus === 'Successful'
  })
}

/**
 * Before a call: `$LATEST` once nothing is under way with it. A failure of an earlier update is no
 * hindrance: the next one is what mends it. What was seen already is not asked for again.
 */
export async function settled(context: Context): Promise<RemoteVersion> {
  const { latest } = context.facts
  if (latest === undefined) throw notThere('lambda:GetFunction', 'the function')
  return watch(context, latest, ({ state, updateStatus }) => {
    const isOver = READY.has(state) || state === 'Failed'
    return isOver && (updateStatus === 'Successful' || updateStatus === 'Failed')
  })
}

/**
 * Takes a new revision only of what was seen: Lambda gives one when it finishes an update, and so
 * does whoever updates the function after us.
 *
 * @throws OcheError `CONCURRENT_DEPLOY`
 */
async function watch(
  { aws, place, facts }: Context,
  seen: RemoteVersion,
  isThrough: (version: RemoteVersion) => boolean,
): Promise<RemoteVersion> {
  const before = facts.latest
  let last: RemoteVersion | undefined = seen
  return poll(aws, SETTLING, async () => {
    const version = last ?? (await readLatest(aws, place.function))
    last = undefined
    if (!sameContent(version, seen)) {
      // A part of Lambda that has not heard of our call yet.
      if (before !== undefined && sameContent(version, before)) return undefined
      throw changedByOthers(place)
    }
    facts.latest = version
    return isThrough(version) ? version : undefined
  })
}

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

async function readVersion({ aws, place }: Context, Qualifier: string): Promise<RemoteVersion> {
  const input = { FunctionName: place.function, Qualifier }
  const facts = { afterCreate: true }
  return versionOf(await aws.call('lambda:GetFunctionConfiguration', input, facts))
}
