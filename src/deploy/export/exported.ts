import type { Architecture } from '../../core/config/schema.ts'
import type { FunctionConfig } from '../../core/project.ts'
import { OCHE_FOLDER } from '../../core/paths.ts'
import {
  unsupported,
  type ApiEndpoint,
  type JwtAuthorizer,
  type UrlEndpoint,
} from '../resources/endpoint.ts'
import { placeOf, type Application } from '../model/place.ts'
import { desire, type Desired } from '../resources/index.ts'
import { ACCOUNT } from './references.ts'

type Wants = Desired['wants']

/** An API whose routes no function is asked about. */
export type ExportedApi = ApiEndpoint & { auth: 'NONE' | 'AWS_IAM' | JwtAuthorizer }

/** What there should be of a function, whoever makes it. */
export interface Wanted {
  /** What the other tool calls it. */
  id: string
  name: string
  tags: Readonly<Record<string, string>>
  role: Wants['role']
  logGroup: Wants['logGroup']
  configuration: Wants['function']['configuration']
  reservedConcurrency: number | undefined
  endpoint: { type: 'none' } | UrlEndpoint | ExportedApi
  asynchronous: Wants['asynchronous']
  provisioned: Wants['provisioned']
}

/** A function as another tool is to deploy it. */
export interface Exported {
  desired: Wanted
  /** As in `oche.yaml`: references to variables are still in place. */
  environment: Readonly<Record<string, string>>
  arch: Architecture
  /** Path of the zip, as seen from where the exported file is. */
  zip: string
}

/** @param idOf what the other tool calls a function */
export function exportedFunctions(
  application: Application,
  functions: readonly FunctionConfig[],
  idOf: (name: string) => string,
): Exported[] {
  return functions.map((fn) => ({
    desired: wantedOf(application, fn, idOf(fn.name)),
    environment: fn.environment,
    arch: fn.arch,
    zip: `${OCHE_FOLDER}/${fn.name}/${fn.arch}/${fn.name}.zip`,
  }))
}

function wantedOf(application: Application, fn: FunctionConfig, id: string): Wanted {
  const place = placeOf(ACCOUNT, application, fn.name)
  const {
    role,
    logGroup,
    function: own,
    url,
    httpApi,
    restApi,
    asynchronous,
    provisioned,
  } = desire({
    place,
    fn,
    environment: {},
  }).wants
  if (restApi !== undefined) {
    throw unsupported(fn.name, 'an exported REST API', 'Use http: url or http-api.')
  }
  return {
    id,
    name: place.function,
    // Without the tags of ours: what another tool deploys is not Oche's to change or to delete.
    tags: fn.tags,
    role,
    logGroup,
    configuration: own.configuration,
    reservedConcurrency: own.reservedConcurrency,
    endpoint: url ?? (httpApi && withoutAsking(fn.name, httpApi)) ?? { type: 'none' },
    asynchronous,
    provisioned,
  }
}

/** @throws OcheError `DEPLOY_UNSUPPORTED` */
function withoutAsking(name: string, endpoint: ApiEndpoint): ExportedApi {
  const { auth } = endpoint
  if (typeof auth === 'object' && auth.type === 'lambda') {
    throw unsupported(name, 'a Lambda authorizer', 'Use a JWT authorizer, or access: iam.')
  }
  return { ...endpoint, auth }
}
