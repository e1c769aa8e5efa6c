import type { Input } from '../../aws/operations.ts'
import { poll } from '../../converge/poll.ts'
import type { Context, Resource } from '../../converge/resource.ts'
import { desireMappings, type Mapping } from './desire.ts'
import { planMappings, removeMappings } from './plan.ts'
import { readMappings, type RemoteMapping } from './read.ts'

/** Event source mappings: queues and streams that Lambda reads for the alias. */
export const mappings: Resource<readonly Mapping[], readonly RemoteMapping[]> = {
  desire: desireMappings,
  isWanted: (wanted) => wanted.length > 0,
  read: readMappings,
  plan: planMappings,
  remove: removeMappings,
  apply: () => ({
    'lambda:CreateEventSourceMapping': async (context, input) => {
      const sent = input as Input<'lambda:CreateEventSourceMapping'>
      await untilFree(context, sent)
      const facts = { afterCreate: true, ownRole: context.facts.ownRole }
      await context.aws.call('lambda:CreateEventSourceMapping', sent, facts)
    },
  }),
  progress: (call) => {
    if (!call.endsWith('EventSourceMapping')) return undefined
    if (call === 'lambda:CreateEventSourceMapping') return 'connecting what starts the function'
    return call === 'lambda:DeleteEventSourceMapping'
      ? 'disconnecting what starts the function'
      : 'updating what starts the function'
  },
}

/** Lambda refuses a second mapping of a queue or stream also while the first is on its way out. */
async function untilFree(
  { aws }: Context,
  { FunctionName, EventSourceArn }: Input<'lambda:CreateEventSourceMapping'>,
): Promise<void> {
  const options = { for: 'the mapping before to be gone', seconds: 300, interval: 2000 }
  await poll(aws, options, async () => {
    const input = { FunctionName, EventSourceArn }
    const found = await aws.find('lambda:ListEventSourceMappings', input)
    const isLeaving = found?.EventSourceMappings?.some(({ State }) => State === 'Deleting')
    return isLeaving === true ? undefined : true
  })
}
