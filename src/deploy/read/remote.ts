import type { Aws } from '../aws/aws.ts'
import { LAMBDA_RETRIES, type Desired } from '../desired.ts'
import { ALIAS } from '../names.ts'
import { apiDescription, apiDigest, ENDPOINT_TAG, RETRIES_TAG, ROLE_TAG } from '../plan/record.ts'
import { isOurs } from '../plan/tags.ts'
import type { Remote, RemoteFunction, RemoteVersion } from '../remote.ts'
import { readApis, readStatements, readUrl } from './endpoint.ts'
import { readLogGroup } from './log-group.ts'
import { readRole } from './role.ts'
import { versionOf } from './version.ts'

export interface ReadOptions {
  /** Reads also what a tag already vouches for, so that every drift is seen. @default false */
  thorough?: boolean | undefined
}

/** Reads what AWS has of a function, as far as it bears on what is desired. */
export async function readRemote(
  aws: Aws,
  desired: Desired,
  { thorough = false }: ReadOptions = {},
): Promise<Remote> {
  const { account, name } = desired
  const [found, live, logGroup] = await Promise.all([
    readFunction(aws, name),
    readLive(aws, name),
    readLogGroup(
      aws,
      account,
      desired.logGroup.name,
      (retention) => thorough || retention !== desired.logGroup.retentionDays,
    ),
  ])
  const current = live?.configuration.role ?? found?.latest.configuration.role
  const [role, endpoint, retries] = await Promise.all([
    readOwnRole(aws, desired, found, current, thorough),
    readEndpoint(aws, desired, found, live, thorough),
    readRetries(aws, desired, found, live, thorough),
  ])
  return { function: found, live, role, logGroup, retries, ...endpoint }
}

export async function readFunction(aws: Aws, name: string): Promise<RemoteFunction | undefined> {
  const found = await aws.find('lambda:GetFunction', { FunctionName: name })
  if (found?.Configuration === undefined) return undefined
  return {
    arn: found.Configuration.FunctionArn ?? '',
    tags: found.Tags ?? {},
    reservedConcurrency: found.Concurrency?.ReservedConcurrentExecutions,
    latest: versionOf(found.Configuration),
  }
}

/** `$LATEST` alone, without tags. */
export async function readLatest(aws: Aws, name: string): Promise<RemoteVersion> {
  const input = { FunctionName: name }
  return versionOf(await aws.call('lambda:GetFunctionConfiguration', input, { afterCreate: true }))
}

export async function readLive(aws: Aws, name: string): Promise<RemoteVersion | undefined> {
  const found = await aws.find('lambda:GetFunctionConfiguration', {
    FunctionName: name,
    Qualifier: ALIAS,
  })
  return found && versionOf(found)
}

/** A role of the user's is never looked at; one of ours is, also when it is no longer wanted. */
async function readOwnRole(
  aws: Aws,
  desired: Desired,
  found: RemoteFunction | undefined,
  current: string | undefined,
  thorough: boolean,
): Promise<Remote['role']> {
  const { account, name, role } = desired
  if (role.type === 'own') {
    return readRole(aws, account, name, current, thorough ? undefined : role.inline)
  }
  if (found?.tags[ROLE_TAG] !== 'made') return { name: '' }
  const made = await readRole(aws, account, name, current, undefined)
  return 'tags' in made && isOurs(desired.tags, made.tags) ? made : { name: '' }
}

/** The kind that is desired, and those that a tag says may still be there. */
async function readEndpoint(
  aws: Aws,
  desired: Desired,
  found: RemoteFunction | undefined,
  live: RemoteVersion | undefined,
  thorough: boolean,
): Promise<Pick<Remote, 'url' | 'apis' | 'statements'>> {
  const { name, endpoint } = desired
  const tag = found?.tags[ENDPOINT_TAG]
  const settled = !thorough && tag === endpoint.type
  const wants = (type: string) => endpoint.type === type || (found !== undefined && !settled)
  const isKnown = (description: string) =>
    !thorough && (endpoint.type !== 'api' || description === apiDescription(apiDigest(desired)))
  const [url, apis, statements] = await Promise.all([
    wants('url') && live !== undefined ? readUrl(aws, name) : undefined,
    wants('api') ? readApis(aws, name, isKnown) : [],
    live !== undefined && !(settled && endpoint.type === 'none') ? readStatements(aws, name) : [],
  ])
  return { url, apis, statements }
}

async function readRetries(
  aws: Aws,
  { name, retries }: Desired,
  found: RemoteFunction | undefined,
  live: RemoteVersion | undefined,
  thorough: boolean,
): Promise<number | undefined> {
  const isDefault = retries === LAMBDA_RETRIES && found?.tags[RETRIES_TAG] !== 'configured'
  if (live === undefined || (isDefault && !thorough)) return undefined
  const config = await aws.find('lambda:GetFunctionEventInvokeConfig', {
    FunctionName: name,
    Qualifier: ALIAS,
  })
  return config?.MaximumRetryAttempts
}
