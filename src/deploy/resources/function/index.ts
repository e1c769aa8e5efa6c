import type { Operation } from '../../aws/operations.ts'
import { VOUCH } from '../../converge/vouch.ts'
import type { Resource } from '../../converge/resource.ts'
import { applyFunction, deleteFunction } from './apply.ts'
import { sendsCode } from './compare.ts'
import { desireFunction, type WantedFunction } from './desire.ts'
import { planFunction, removeFunction } from './plan.ts'
import { deleteVersion } from './prune.ts'
import { retiringVersions } from './retire.ts'
import { review } from './review.ts'
import { applyVouching } from '../vouching.ts'

/** The function itself, its versions and the alias. What is found of it is the anchor of the rest. */
export const lambdaFunction: Resource<WantedFunction, undefined> = {
  desire: desireFunction,
  read: async () => undefined,
  tell: ({ wanted, function: found, alias, live, published }) => ({
    sendsCode: found === undefined || sendsCode(wanted, found.latest),
    ...(found && { latest: found.latest, vouch: found.tags[VOUCH] }),
    ...(alias && { alias }),
    ...(live && { version: live.version }),
    retiring: retiringVersions(wanted, published),
  }),
  plan: planFunction,
  remove: removeFunction,
  apply: (wanted) => ({ ...applyFunction(wanted), ...applyVouching }),
  removing: {
    'lambda:DeleteFunction': ({ aws, place }, { Qualifier }) =>
      Qualifier === undefined
        ? deleteFunction(aws, place.function)
        : deleteVersion(aws, place.function, Qualifier),
  },
  review,
  progress: (call) => texts[call],
}

const updating = 'updating the function'

const texts: Partial<Record<Operation, string>> = {
  'lambda:CreateFunction': 'making the function',
  'lambda:UpdateFunctionConfiguration': 'updating the configuration',
  'lambda:UpdateFunctionCode': 'updating the code',
  'lambda:DeleteFunction': 'deleting the function',
  'lambda:TagResource': 'writing tags',
  'lambda:UntagResource': 'writing tags',
  'lambda:PutFunctionConcurrency': updating,
  'lambda:DeleteFunctionConcurrency': updating,
  'lambda:PublishVersion': 'publishing a version',
  'lambda:CreateAlias': 'pointing the alias to the version',
  'lambda:UpdateAlias': 'moving traffic to the version',
  'lambda:DeleteAlias': updating,
}
