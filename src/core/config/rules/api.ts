import { endpointKinds } from '../../../contract/http/endpoints/index.ts'
import { mergedCors, sharedBy, userPoolOf, type Shared } from '../../shared-api.ts'
import type { PlacedFunction } from '../functions.ts'
import { keyText, type Problem } from '../problem.ts'
import { normalizeHttp, type Config, type HttpConfig } from '../schema.ts'

interface Member {
  fn: PlacedFunction
  http: HttpConfig
}

const NOUNS = { 'http-api': 'the HTTP API', rest: 'the REST API' } as const
type Gateway = keyof typeof NOUNS

/** What the functions behind one API do not agree on, and an `api:` that speaks of none. */
export function apiRule({ api }: Config, functions: readonly PlacedFunction[]): Problem[] {
  const kinds = (Object.keys(NOUNS) as Gateway[]).filter(
    (kind) => membersOf(functions, kind).length,
  )
  return [
    ...kinds.flatMap((kind) => disagreements(kind, membersOf(functions, kind))),
    ...(api !== undefined && kinds.length === 0 ? [idle()] : []),
    ...(api?.domain !== undefined && kinds.length > 1 ? [twoBehindOneDomain()] : []),
    ...kinds.flatMap((kind) => membersOf(functions, kind).flatMap(authorizerProblems)),
    ...membersOf(functions, 'rest').flatMap(fixedCorsProblems),
  ]
}

function membersOf(functions: readonly PlacedFunction[], kind: Shared): Member[] {
  return functions
    .map((fn) => ({ fn, http: normalizeHttp(fn.keys.http) }))
    .filter(({ http }) => sharedBy(http) === kind)
}

function disagreements(gateway: Gateway, members: readonly Member[]): Problem[] {
  const [first] = members
  const other = members.find(({ http }) => http.stage !== first!.http.stage)
  const { contradiction } = mergedCors(members)
  return [
    ...(other === undefined ? [] : [disagreement(gateway, 'stage', first!, other)]),
    ...(contradiction === undefined
      ? []
      : [disagreement(gateway, contradiction.key, contradiction.one, contradiction.other)]),
  ]
}

function disagreement(gateway: Gateway, key: string, one: Member, other: Member): Problem {
  const [path, earlier] = [other, one].map(({ fn }) => fn.at('http', ...key.split('.')))
  return {
    path: path!,
    message: `${keyText(path!)}: ${other.fn.name} says another ${key} than ${one.fn.name}, and ${NOUNS[gateway]} that they share has one`,
    other: earlier!,
    remedy: `Write the same in both, or give one an address of its own: "http: url".`,
  }
}

function idle(): Problem {
  return {
    path: ['api'],
    message: 'api: no function is behind an API',
    remedy: 'Leave it out, or write "http: http-api" at a function.',
  }
}

function twoBehindOneDomain(): Problem {
  return {
    path: ['api', 'domain'],
    message:
      'api.domain: some functions have an HTTP API and some a REST API, and the domain leads to one',
    remedy: 'Give all of them the same kind of API.',
  }
}

/** A REST API says the same to all, and nothing in a function's answer. */
function fixedCorsProblems({ fn, http: { cors } }: Member): Problem[] {
  if (cors === undefined) return []
  const wrong = (key: string, message: string, remedy: string): Problem => {
    const path = fn.at('http', 'cors', key)
    return { path, message: `${keyText(path)}: ${message}`, remedy }
  }
  const isOne = cors.origins.length === 1 && !cors.origins[0]!.endsWith('://*')
  return [
    ...(isOne
      ? []
      : [
          wrong(
            'origins',
            'a REST API names one origin to all pages',
            'Write one, or "*"; or use "kind: http-api", which answers each by its own.',
          ),
        ]),
    ...(cors.exposeHeaders.length === 0
      ? []
      : [
          wrong(
            'exposeHeaders',
            'a REST API passes what a function answers as it is',
            'Leave it out, and set Access-Control-Expose-Headers in the function.',
          ),
        ]),
  ]
}

/** What API Gateway has no word for. */
function authorizerProblems(member: Member): Problem[] {
  const { authorizer } = member.http
  if (authorizer === undefined) return []
  if (authorizer.type === 'jwt') return tokenProblems(member, authorizer)
  if (authorizer.identitySource.length > 0 || authorizer.ttl === 0) return []
  const why = 'a decision is kept by its identity, and identitySource names none'
  const remedy = 'Write "ttl: 0", or name a place in the request in identitySource.'
  return [problem(member, 'ttl', why, remedy)]
}

type JwtConfig = Extract<NonNullable<HttpConfig['authorizer']>, { type: 'jwt' }>

function tokenProblems(member: Member, { issuer, audience, identitySource }: JwtConfig): Problem[] {
  const { kind } = member.http
  if (kind === 'none' || endpointKinds[kind].authorization?.hasAudience) {
    if (audience.length > 0) return []
    const remedy = 'Name who its tokens are for: "audience: [shop]".'
    return [problem(member, 'audience', 'a JWT authorizer needs an audience', remedy)]
  }
  // What a reference stands for is looked at when deploying.
  const isForeign = !issuer.includes('${') && userPoolOf(issuer) === undefined
  return [
    ...(isForeign ? [problem(member, 'issuer', POOLS_ONLY, POOL_REMEDY)] : []),
    ...(audience.length > 0
      ? [
          problem(
            member,
            'audience',
            'a REST API does not look at the audience of a token',
            'Leave it out, and look at requestContext.authorizer.claims.aud in the function.',
          ),
        ]
      : []),
    ...(identitySource.startsWith('$request.header.')
      ? []
      : [
          problem(
            member,
            'identitySource',
            'a REST API takes a token from a header',
            'Write "$request.header.Authorization".',
          ),
        ]),
  ]
}

const POOLS_ONLY = 'a REST API takes tokens of a Cognito user pool alone'
const POOL_REMEDY =
  'Write its issuer, "https://cognito-idp.<region>.amazonaws.com/<pool>", use "kind: http-api", or let a function decide: "authorizer: { type: lambda, function: … }".'

function problem({ fn }: Member, key: string, message: string, remedy: string): Problem {
  const path = fn.at('http', 'authorizer', key)
  return { path, message: `${keyText(path)}: ${message}`, remedy }
}
