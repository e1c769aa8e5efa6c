import type { AddPermissionRequest } from '@aws-sdk/client-lambda'
import { notThere } from '../converge/not-there.ts'
import type {
  Context,
  Phases,
  Planning,
  Reading,
  Removing,
  Resource,
} from '../converge/resource.ts'
import type { Aws } from '../aws/aws.ts'
import { equal } from '../model/equal.ts'
import { aliasArn, qualified, type Place } from '../model/place.ts'
import { joinPlans, one, step, type Plan, type Step } from '../model/plan.ts'
import { apiSourceArn } from '../names.ts'
import { endpointOf } from './endpoint.ts'

/** Who calls the alias: everybody by its URL, who may sign requests to it, the HTTP API, nobody. */
export type Callers = 'anybody' | 'signed' | 'api' | 'nobody'

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
  api: 'OcheHttpApi',
} as const

const OURS: readonly string[] = Object.values(SIDS)

/** Statements of the alias's policy that an endpoint needs. */
export const permissions: Resource<Callers, AliasPolicy> = {
  desire: (source) => {
    const endpoint = endpointOf(source)
    if (endpoint.type === 'api') return 'api'
    if (endpoint.type === 'none') return 'nobody'
    return endpoint.auth === 'NONE' ? 'anybody' : 'signed'
  },
  // A URL that nobody may call freely is looked at too: a statement that is left over opens it.
  isWanted: (wanted) => wanted !== 'nobody',
  read,
  tell: ({ found: { revisionId } }) => (revisionId === undefined ? {} : { policy: revisionId }),
  plan,
  remove: ({ found, place }: Removing<AliasPolicy>) =>
    joinPlans(...ours(found.statements).map(removal(place))),
  apply: (wanted) => ({
    'lambda:AddPermission': async ({ aws, place, facts }, { StatementId }) => {
      const statement = statementsFor(wanted, place, facts.api?.id).find(
        ({ Sid }) => Sid === StatementId,
      )
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

async function read({ aws, place, wanted, live, mayExist }: Reading<Callers>) {
  const isAsked = live !== undefined && (wanted !== 'nobody' || mayExist)
  return isAsked ? readPolicy(aws, place) : NO_POLICY
}

async function readPolicy(aws: Aws, place: Place): Promise<AliasPolicy> {
  const found = await aws.find('lambda:GetPolicy', qualified(place))
  if (found?.Policy === undefined) return NO_POLICY
  const { Statement } = JSON.parse(found.Policy) as { Statement: Statement[] }
  return { statements: Statement, revisionId: found.RevisionId }
}

/**
 * What there should be; the API's only once its id is known.
 *
 * A public URL needs both of its statements since November 2026, or callers get 403. Without the
 * condition on the second one any AWS account could invoke the function directly.
 */
export function statementsFor(
  callers: Callers,
  place: Place,
  apiId: string | undefined,
): Statement[] {
  const Resource = aliasArn(place)
  if (callers === 'anybody') {
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
  if (callers === 'api' && apiId !== undefined) {
    return [
      {
        Sid: SIDS.api,
        Effect: 'Allow',
        Principal: { Service: 'apigateway.amazonaws.com' },
        Action: 'lambda:InvokeFunction',
        Resource,
        Condition: { ArnLike: { 'AWS:SourceArn': apiSourceArn(place.account, apiId) } },
      },
    ]
  }
  return []
}

/** Missing statements are added, wrong ones replaced: on every deploy, not only on the first. */
function plan(planning: Planning<Callers, AliasPolicy>): Phases {
  const { place, wanted, facts } = planning
  const found = planning.found.statements
  // An API that is not there yet has no id: whatever stands in the policy is not for it.
  const statements = statementsFor(wanted, place, facts.api?.id ?? '')
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
  return statements.filter(({ Sid }) => OURS.includes(Sid))
}

function sameStatement(a: Statement, b: Statement): boolean {
  return equal(comparable(a), comparable(b))
}

/** Any caller is written `"*"` or `{"AWS": "*"}`; AWS varies the case of condition keys. */
function comparable({ Effect, Principal, Action, Condition }: Statement): unknown {
  const anybody = equal(Principal, { AWS: '*' }) ? '*' : Principal
  return [Effect, anybody, Action, JSON.stringify(Condition ?? {}).toLowerCase()]
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
  const lost = statementsFor(wanted, place, facts.api?.id).find(
    ({ Sid }) => !found.some((has) => has.Sid === Sid),
  )
  if (lost !== undefined) throw notThere('lambda:AddPermission', `the permission ${lost.Sid}`)
}
