import type {
  Desired as AnyDesired,
  Remote as AnyRemote,
  Resources,
  Source,
} from '../converge/resource.ts'
import { doubt } from '../converge/record.ts'
import { ownershipOf } from '../model/place.ts'
import { tagRecord } from '../model/tags.ts'
import { asynchronous } from './asynchronous.ts'
import { buckets } from './buckets/index.ts'
import { functionArn } from '../names.ts'
import { readAnchor, readMore } from './function/read.ts'
import { functionUrl } from './function-url/index.ts'
import { lambdaFunction } from './function/index.ts'
import { logGroup } from './log-group.ts'
import { mappings } from './mappings/index.ts'
import { partIn } from './part.ts'
import { permissions } from './permissions.ts'
import { provisioned } from './provisioned.ts'
import { role } from './role/index.ts'
import { rules } from './rules/index.ts'
import { schedules } from './schedules/index.ts'
import { topics } from './topics/index.ts'
import { uploads } from './uploads.ts'
import { vouching } from './vouching.ts'

/**
 * In the order in which they are made: the role before the function that has it, the log group
 * before the first invocation, the alias before the endpoint that stands on it.
 */
const all = {
  role,
  logGroup,
  uploads,
  function: lambdaFunction,
  url: functionUrl,
  httpApi: partIn('http-api'),
  restApi: partIn('rest'),
  permissions,
  topics,
  buckets,
  rules,
  mappings,
  schedules,
  asynchronous,
  provisioned,
}

type All = typeof all

/** Everything that a function has in AWS. */
export const resources: Resources & { all: All } = {
  all,
  // The endpoint first, so that no traffic meets half a function; the role once nothing has it. What
  // a second run is told by goes late.
  removal: [
    'topics',
    'buckets',
    'rules',
    'mappings',
    'schedules',
    'url',
    'httpApi',
    'restApi',
    'permissions',
    'asynchronous',
    'provisioned',
    'uploads',
    'function',
    'role',
    'logGroup',
  ] satisfies (keyof All)[],
  readAnchor: (aws, place, thorough) => readAnchor(aws, place.function, thorough),
  readMore: (aws, place, anchor, steps) => readMore(aws, place.function, anchor, steps),
  vouching,
  leaveDoubt: async (aws, { account, function: name }) => {
    const input = { Resource: functionArn(account, name), Tags: doubt() }
    // As far as that is possible still: what has failed is what is told.
    await aws.call('lambda:TagResource', input).catch(() => undefined)
  },
}

type Wants = { [K in keyof All]: ReturnType<All[K]['desire']> }

/** What there should be for one function. Pure data; only variables' values are secret. */
export type Desired = AnyDesired<Wants>

/** What AWS has of one function. As secret as `Desired`. */
export type Remote = AnyRemote<{ [K in keyof All]: Awaited<ReturnType<All[K]['read']>> }>

/** @throws OcheError `DEPLOY_UNSUPPORTED`, `PACKAGE_TOO_LARGE` */
export function desire(source: Source): Desired {
  const wants = Object.entries(all).map(([name, resource]) => [name, resource.desire(source)])
  return {
    place: source.place,
    tags: {
      ...source.fn.tags,
      ...tagRecord(source.fn.tags),
      ...ownershipOf(source.place),
    },
    wants: Object.fromEntries(wants) as Wants,
    hidden: source.hidden ?? [],
  }
}
