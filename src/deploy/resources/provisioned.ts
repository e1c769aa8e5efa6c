import { EXIT, OcheError } from '../../core/errors.ts'
import { poll } from '../converge/poll.ts'
import { isRecorded } from '../converge/record.ts'
import type { Context, Phases, Planning, Reading, Resource } from '../converge/resource.ts'
import { qualified } from '../model/place.ts'
import { emptyPlan, one, step, stepOnMade, type Change } from '../model/plan.ts'

/** Execution environments that Lambda keeps ready for the alias; undefined where none are wanted. */
export const provisioned: Resource<number | undefined, number | undefined> = {
  desire: ({ fn }) => fn.provisionedConcurrency,
  isWanted: (wanted) => wanted !== undefined,
  read,
  plan,
  // They go with the alias.
  remove: emptyPlan,
  apply: () => ({
    'lambda:PutProvisionedConcurrencyConfig': async (context, input) => {
      const { aws, place } = context
      const { ProvisionedConcurrentExecutions } = input
      const sent = { ...qualified(place), ProvisionedConcurrentExecutions }
      await aws.call('lambda:PutProvisionedConcurrencyConfig', sent, { afterCreate: true })
      await untilReady(context)
    },
  }),
  progress: (call) =>
    call.endsWith('ProvisionedConcurrencyConfig') ? 'keeping environments ready' : undefined,
}

/** Where none are wanted, those that somebody else keeps ready, such as by a schedule, are theirs. */
async function read({ aws, place, wanted, live, function: fn }: Reading<number | undefined>) {
  const isOurs = wanted !== undefined || isRecorded('provisioned', fn?.tags ?? {})
  if (live === undefined || !isOurs) return undefined
  const found = await aws.find('lambda:GetProvisionedConcurrencyConfig', qualified(place))
  return found?.RequestedProvisionedConcurrentExecutions
}

function plan({ place, wanted, found }: Planning<number | undefined, number | undefined>): Phases {
  if (wanted === found) return {}
  const change: Change = {
    resource: 'function',
    action: found === undefined ? 'create' : wanted === undefined ? 'delete' : 'update',
    path: 'provisionedConcurrency',
    ...(found !== undefined && { from: found }),
    ...(wanted !== undefined && { to: wanted }),
  }
  const alias = qualified(place)
  return wanted === undefined
    ? { remove: one(change, step('lambda:DeleteProvisionedConcurrencyConfig', alias)) }
    : {
        make: one(
          change,
          stepOnMade('lambda:PutProvisionedConcurrencyConfig', {
            ...alias,
            ProvisionedConcurrentExecutions: wanted,
          }),
        ),
      }
}

/** Lambda takes some minutes. @throws OcheError `UPDATE_FAILED` */
async function untilReady({ aws, place }: Context): Promise<void> {
  const waiting = { for: 'Lambda to have environments ready', seconds: 900, interval: 5000 }
  await poll(aws, waiting, async () => {
    const input = qualified(place)
    const facts = { afterCreate: true }
    const found = await aws.call('lambda:GetProvisionedConcurrencyConfig', input, facts)
    if (found.Status === 'FAILED') throw failed(found.StatusReason)
    return found.Status === 'READY' ? true : undefined
  })
}

function failed(reason = 'no reason given'): OcheError {
  return new OcheError('UPDATE_FAILED', `Lambda could not keep environments ready: ${reason}`, {
    remedy: 'The function serves without them. Fix what Lambda names and deploy again.',
    exit: EXIT.aws,
  })
}
