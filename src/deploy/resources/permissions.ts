import type { AddPermissionRequest } from '@aws-sdk/client-lambda'
import { notThere } from '../converge/not-there.ts'
import type {
  Context,
  Phases,
  Planning,
  Reading,
  Removing,
  Resource,
  Source,
} from '../converge/resource.ts'
import type { Aws } from '../aws/aws.ts'
import { equal } from '../model/equal.ts'
import { aliasArn, qualified, type Place } from '../model/place.ts'
import { joinPlans, one, step, type Plan, type Step } from '../model/plan.ts'
import { sharedBy } from '../../core/shared-api.ts'
import type { Facts } from '../model/facts.ts'
import { GATEWAYS, type Gateway } from '../model/gateway.ts'
import { apiSourceArn, authorizerSourceArn } from '../names.ts'
import { endpointOf } from './endpoint.ts'
import { eventCallers, isEventSid, type EventCaller } from './events/callers.ts'

/**
 * Who calls the alias: everybody by its URL, who may sign requests to it, an API that functions share,
 * one that asks it who may call, or a service for a source of events.
 */
type Caller = 'anybody' | 'signed' | Gateway | `authorizers of ${Gateway}` | EventCaller

export type Callers = readonly Caller[]

/** A statement of a function's resource policy, as AWS writes it. */
export interface Statement {
  Sid: string
  Effect: string
  Principal: unknown
  Action: string
  Resource?: string
  Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** The resource policy of the alias. */
export interface AliasPolicy {
  statements: Statement[]
  /** By which a write notices that somebody else has changed it; undefined where there is none. */
  revisionId: string | undefined
}

const NO_POLICY: AliasPolicy = { statements: [], revisionId: undefined }

/** Ids of the statements that are ours in the alias's policy. */
export const SIDS = {
  url: 'FunctionURLAllowPublicAccess',
  invoke: 'FunctionURLInvokeAllowPublicAccess',
  'http-api': 'OcheHttpApi',
  rest: 'OcheRestApi',
  'authorizers of http-api': 'OcheHttpApiAuthorizer',
  'authorizers of rest': 'OcheRestApiAuthorizer',
} as const

const OURS: readonly string[] = Object.values(SIDS)

/** Statements of the alias's policy that an endpoint needs. */
export const permissions: Resource<Callers, AliasPolicy> = {
  desire: (source) => [...callersOf(source), ...askersOf(source), ...eventCallers(source)],
  // A URL that nobody may call freely is looked at too: a statement that is left over opens it.
  isWanted: (wanted) => wanted.length > 0,
  read,
  tell: ({ found: { revisionId } }) => (revisionId === undefined ? {} : { policy: revisionId }),
  plan,
  remove: ({ found, place }: Removing<AliasPolicy>) =>
    joinPlans(...ours(found.statements).map(removal(place))),
  apply: (wanted) => ({
    'lambda:AddPermission': async ({ aws, place, facts }, { StatementId }) => {
      const statement = statementsFor(wanted, place, facts).find(({ Sid }) => Sid === StatementId)
      if (statement === undefined) throw new Error(`no statement ${StatementId} is wanted`)
      const input = { ...qualified(place), ...inputOf(statement), RevisionId: facts.policy }
      await aws.call('lambda:AddPermission', input, { afterCreate: true })
      facts.policy = (await readPolicy(aws, place)).revisionId
    },
    'lambda:RemovePermission': async ({ aws, place, facts }, input) => {
      const { StatementId } = input
      const RevisionId = facts.policy
      await aws.call('lambda:RemovePermission', { ...qualified(place), StatementId, RevisionId })
      facts.policy = (await readPolicy(aws, place)).revisionId
    },
  }),
  confirm,
  progress: (call) => {
    if (call === 'lambda:AddPermission') return 'granting access'
    return call === 'lambda:RemovePermission' ? 'taking access away' : undefined
  },
}

function callersOf(source: Source): Callers {
  const endpoint = endpointOf(source)
  if (endpoint.type === 'api') return [endpoint.gateway]
  if (endpoint.type === 'none') return []
  return [endpoint.auth === 'NONE' ? 'anybody' : 'signed']
}

/** APIs that ask the function who may call another one. */
function askersOf({ fn, siblings = [] }: Source): Callers {
  const asking = siblings.flatMap(({ http }) => {
    const isAsking = http.authorizer?.type === 'lambda' && http.authorizer.function === fn.name
    return isAsking ? [sharedBy(http)] : []
  })
  return GATEWAYS.filter((one) => asking.includes(one)).map(
    (one) => `authorizers of ${one}` as const,
  )
}

async function read({ aws, place, wanted, live, mayExist }: Reading<Callers>) {
  const isAsked = live !== undefined && (wanted === undefined || wanted.length > 0 || mayExist)
  return isAsked ? readPolicy(aws, place) : NO_POLICY
}

async function readPolicy(aws: Aws, place: Place): Promise<AliasPolicy> {
  const found = await aws.find('lambda:GetPolicy', qualified(place))
  if (found?.Policy === undefined) return NO_POLICY
  const { Statement } = JSON.parse(found.Policy) as { Statement: Statement[] }
  return { statements: Statement, revisionId: found.RevisionId }
}

/**
 * What there should be; of an API only where there is one, or is to be.
 *
 * A public URL needs both of its statements since November 2026, or callers get 403. Without the
 * condition on the second one any AWS account could invoke the function directly.
 */
export function statementsFor(
  callers: Callers,
  place: Place,
  facts: Pick<Facts, 'gateways'>,
): Statement[] {
  return callers.flatMap((caller) => statementsOf(caller, place, facts))
}

function statementsOf(
  caller: Caller,
  place: Place,
  { gateways = {} }: Pick<Facts, 'gateways'>,
): Statement[] {
  const Resource = aliasArn(place)
  if (typeof caller === 'object') return [eventStatement(caller, Resource)]
  if (caller === 'anybody') {
    return [
      {
        Sid: SIDS.url,
        Effect: 'Allow',
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Resource,
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      },
      {
        Sid: SIDS.invoke,
        Effect: 'Allow',
        Principal: '*',
        Action: 'lambda:InvokeFunction',
        Resource,
        Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } },
      },
    ]
  }
  if (caller === 'signed') return []
  const gateway = GATEWAYS.find((one) => caller.endsWith(one))!
  const id = gateways[gateway]?.id
  if (id === undefined) return []
  const source = caller === gateway ? apiSourceArn : authorizerSourceArn
  return [
    {
      Sid: SIDS[caller],
      Effect: 'Allow',
      Principal: { Service: 'apigateway.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource,
      Condition: { ArnLike: { 'AWS:SourceArn': source(place.account, id) } },
    },
  ]
}

function eventStatement({ sid, service, sourceArn, account }: EventCaller, Resource: string) {
  return {
    Sid: sid,
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'lambda:InvokeFunction',
    Resource,
    Condition: {
      ...(account !== undefined && { StringEquals: { 'AWS:SourceAccount': account } }),
      ArnLike: { 'AWS:SourceArn': sourceArn },
    },
  }
}

/** Missing statements are added, wrong ones replaced: on every deploy, not only on the first. */
function plan(planning: Planning<Callers, AliasPolicy>): Phases {
  const { place, wanted, facts } = planning
  const found = planning.found.statements
  const statements = statementsFor(wanted, place, facts)
  const missing = statements.filter(
    (one) => !found.some((has) => has.Sid === one.Sid && sameStatement(has, one)),
  )
  const sids = statements.map(({ Sid }) => Sid)
  return {
    make: joinPlans(...missing.map(({ Sid }) => addition(place, Sid, found))),
    // Lambda keeps the statements of a URL that is deleted.
    remove: joinPlans(
      ...ours(found)
        .filter(({ Sid }) => !sids.includes(Sid))
        .map(removal(place)),
    ),
  }
}

function addition(place: Place, Sid: string, found: readonly Statement[]): Plan {
  const isReplaced = found.some((has) => has.Sid === Sid)
  return one(
    { resource: 'permission', action: isReplaced ? 'replace' : 'create', path: Sid },
    ...(isReplaced ? [removing(place, Sid)] : []),
    step('lambda:AddPermission', { StatementId: Sid }),
  )
}

function removal(place: Place): (statement: Statement) => Plan {
  return ({ Sid }) =>
    one({ resource: 'permission', action: 'delete', path: Sid }, removing(place, Sid))
}

function removing(place: Place, StatementId: string): Step {
  return step('lambda:RemovePermission', { ...qualified(place), StatementId })
}

function ours(statements: readonly Statement[]): Statement[] {
  return statements.filter(({ Sid }) => OURS.includes(Sid) || isEventSid(Sid))
}

function sameStatement(a: Statement, b: Statement): boolean {
  return equal(comparable(a), comparable(b))
}

/** Any caller is written `"*"` or `{"AWS": "*"}`; AWS varies the case of condition keys. */
function comparable({ Effect, Principal, Action, Condition }: Statement): unknown {
  const anybody = equal(Principal, { AWS: '*' }) ? '*' : Principal
  return [Effect, anybody, Action, JSON.parse(JSON.stringify(Condition ?? {}).toLowerCase())]
}

function inputOf({
  Sid,
  Action,
  Principal,
  Condition,
}: Statement): Omit<AddPermissionRequest, 'FunctionName'> {
  return {
    StatementId: Sid,
    Action,
    Principal:
      typeof Principal === 'string' ? Principal : (Principal as { Service: string }).Service,
    SourceArn: Condition?.['ArnLike']?.['AWS:SourceArn'],
    SourceAccount: Condition?.['StringEquals']?.['AWS:SourceAccount'],
    ...(Sid === SIDS.url && { FunctionUrlAuthType: 'NONE' as const }),
    ...(Sid === SIDS.invoke && { InvokedViaFunctionUrl: true }),
  }
}

/** Statements that others add at the same time can take ours away: look once more. */
async function confirm(
  { aws, place, facts }: Context,
  wanted: Callers,
  steps: readonly Step[],
): Promise<void> {
  if (!steps.some(({ call }) => call === 'lambda:AddPermission')) return
  const { statements: found } = await readPolicy(aws, place)
  const lost = statementsFor(wanted, place, facts).find(
    ({ Sid }) => !found.some((has) => has.Sid === Sid),
  )
  if (lost !== undefined) throw notThere('lambda:AddPermission', `the permission ${lost.Sid}`)
}
