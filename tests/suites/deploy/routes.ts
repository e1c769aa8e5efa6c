import { exportJWK, generateKeyPair, SignJWT, type CryptoKey } from 'jose'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import { buildForHost } from '../../../src/build/index.ts'
import { loadProject } from '../../../src/core/project.ts'
import { silentReporter } from '../../../src/core/reporter.ts'
import { startLocalLambda } from '../../../src/local/index.ts'
import { localFunction } from '../../../src/local/project/function.ts'
import { oche, workspace } from '../../support/cli.ts'
import { awsEnvironment } from './servers.ts'

/** An application whose routes are asked on both sides: by `oche/local`, and deployed. */
const ROUTES_YAML = (arch: string, issuer: string) => `name: routes
build: cp made/bootstrap "$OCHE_OUT"
arch: ${arch}
memory: 256
functions:
  one:
    http:
      kind: http-api
      access: public
      routes:
        - GET /items
        - GET /items/{id}
        - GET /items/special
        - POST /items
        - ANY /any
        - GET /any
        - ANY /files/{proxy+}
        - GET /files/{proxy+}
        - GET /pets/{pet}/owners/{owner}
      cors: { origins: ["https://shop.example"], methods: [GET], headers: [x-one], credentials: true }
  two:
    http:
      kind: http-api
      access: public
      routes: ["PUT /items", "DELETE /items/{id}"]
      cors: { origins: ["https://shop.example"], methods: [PUT], headers: [x-two], exposeHeaders: [x-seen], credentials: true }
  simple:
    http:
      kind: http-api
      access: public
      routes: [GET /simple]
      authorizer: { type: lambda, function: gate, identitySource: [$request.header.authorization] }
  policy:
    http:
      kind: http-api
      access: public
      routes: [GET /policy]
      authorizer: { type: lambda, function: keeper, simpleResponses: false, identitySource: [$request.header.authorization] }
  token:
    http:
      kind: http-api
      access: public
      routes: [GET /token]
      authorizer: { type: jwt, issuer: "${issuer}", audience: [shop] }
  pages:
    http:
      kind: rest
      access: public
      routes: ["GET /items/{id}", "POST /items/{id}", "OPTIONS /own", "ANY /any"]
      cors: { origins: ["https://shop.example"], headers: [x-one], credentials: true, maxAge: 60 }
  gate: { http: none, environment: { ANSWER: simple } }
  keeper: { http: none, environment: { ANSWER: policy } }
`

/** What all of its functions are. */
const ROUTES_SOURCE = `export const handler = async (event: any) => {
  const isAllowed = event.headers?.authorization === 'yes'
  if (process.env.ANSWER === 'simple') return { isAuthorized: isAllowed, context: { who: 'me' } }
  if (process.env.ANSWER === 'policy') {
    return {
      principalId: 'me',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: isAllowed ? 'Allow' : 'Deny', Resource: event.routeArn }],
      },
      context: { who: 'me' },
    }
  }
  if (event.resource !== undefined) {
    const { httpMethod, resource, pathParameters } = event
    return { statusCode: 201, headers: { 'x-seen': 'yes' }, body: JSON.stringify({ httpMethod, resource, pathParameters }) }
  }
  const { requestContext, routeKey, rawPath, rawQueryString, pathParameters, cookies, body, isBase64Encoded } = event
  return {
    statusCode: 201,
    headers: { 'content-type': 'application/json', 'x-seen': 'yes' },
    cookies: ['a=1; Path=/', 'b=2'],
    body: JSON.stringify({
      method: requestContext.http.method,
      // Where there are none AWS leaves them out, and others say null.
      pathParameters: pathParameters ?? undefined,
      routeKey, rawPath, rawQueryString, cookies, body, isBase64Encoded,
      queryStringParameters: event.queryStringParameters,
      who: requestContext.authorizer?.lambda,
    }),
  }
}
`

interface RouteCase {
  name: string
  /** Of which API it is asked. @default the HTTP API */
  of?: 'rest'
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string
  /** Why the server that stands for AWS answers another thing, and AWS itself what the local one does. */
  differs?: string
}

const ORIGIN = { origin: 'https://shop.example' }
const asking = (method: string, headers = 'x-one') => ({
  ...ORIGIN,
  'access-control-request-method': method,
  'access-control-request-headers': headers,
})

const CASES: readonly RouteCase[] = [
  { name: 'a route', path: '/items' },
  { name: 'a query', path: '/items?a=1&a=2&b=%20x' },
  { name: 'a variable', path: '/items/7' },
  { name: 'a path that is one value of a variable', path: '/items/special' },
  { name: 'two variables', path: '/pets/rex/owners/ada' },
  { name: 'another function’s method', method: 'PUT', path: '/items', body: '{"a":1}' },
  { name: 'another function’s variable', method: 'DELETE', path: '/items/7' },
  {
    name: 'a body of text',
    method: 'POST',
    path: '/items',
    body: 'x',
    headers: { 'content-type': 'text/plain' },
  },
  {
    name: 'a body of bytes',
    method: 'POST',
    path: '/items',
    body: 'x',
    headers: { 'content-type': 'image/png' },
  },
  { name: 'any method beside a certain one', path: '/any' },
  { name: 'any method', method: 'PATCH', path: '/any' },
  { name: 'a greedy path', method: 'POST', path: '/files/a/b/c' },
  { name: 'a greedy path of a certain method', path: '/files/a' },
  { name: 'HEAD of any method', method: 'HEAD', path: '/any' },
  { name: 'HEAD where there is GET alone', method: 'HEAD', path: '/items' },
  { name: 'no such path', path: '/nothing' },
  { name: 'no such method', method: 'PATCH', path: '/items' },
  { name: 'nothing for a greedy variable', path: '/files' },
  {
    name: 'cookies',
    differs: 'an event of AWS has them in a list of their own; ministack leaves them out',
    path: '/items',
    headers: { cookie: 'x=1; y=2' },
  },
  { name: 'a percent-encoded variable', path: '/items/a%20b' },
  {
    name: 'a preflight of a method of one function',
    differs: 'ministack tells a preflight what only an answer exposes',
    method: 'OPTIONS',
    path: '/items',
    headers: asking('GET'),
  },
  {
    name: 'a preflight of a method of another',
    differs: 'ministack tells a preflight what only an answer exposes',
    method: 'OPTIONS',
    path: '/items',
    headers: asking('PUT', 'x-two'),
  },
  {
    name: 'a preflight of a method that nobody allows',
    differs: 'ministack looks at the origin alone',
    method: 'OPTIONS',
    path: '/items',
    headers: asking('DELETE'),
  },
  {
    name: 'a preflight from elsewhere',
    differs: 'AWS answers 204 without headers; ministack refuses with 403',
    method: 'OPTIONS',
    path: '/items',
    headers: { ...asking('GET'), origin: 'https://other.example' },
  },
  { name: 'an answer to a page', path: '/items', headers: ORIGIN },
  {
    name: 'an answer to a page of another function’s',
    method: 'PUT',
    path: '/items',
    headers: ORIGIN,
    body: '{}',
  },
  {
    name: 'an answer to a page from elsewhere',
    path: '/items',
    headers: { origin: 'https://other.example' },
  },
  { name: 'a simple answer that lets in', path: '/simple', headers: { authorization: 'yes' } },
  { name: 'a simple answer that does not', path: '/simple', headers: { authorization: 'no' } },
  { name: 'nothing to ask with', path: '/simple' },
  {
    name: 'a policy that lets in',
    differs: 'ministack puts the principal among what the authorizer tells',
    path: '/policy',
    headers: { authorization: 'yes' },
  },
  { name: 'a policy that does not', path: '/policy', headers: { authorization: 'no' } },
  { name: 'no token', path: '/token' },
  { name: 'a token that is none', path: '/token', headers: { authorization: 'Bearer x' } },
  { name: 'a token that was signed', path: '/token', headers: { authorization: 'Bearer SIGNED' } },
  {
    name: 'a token for another audience',
    path: '/token',
    headers: { authorization: 'Bearer OTHER' },
  },
]

/** Of the REST API, which answers pages of another origin by itself. */
const REST_CASES: readonly RouteCase[] = [
  { name: 'an answer to a page', path: '/items/7', headers: ORIGIN },
  { name: 'a preflight', method: 'OPTIONS', path: '/items/7', headers: asking('GET') },
  {
    name: 'a preflight from elsewhere',
    method: 'OPTIONS',
    path: '/items/7',
    headers: { ...asking('GET'), origin: 'https://other.example' },
  },
  { name: 'OPTIONS that is no preflight', method: 'OPTIONS', path: '/items/7' },
  {
    name: 'a preflight beside any method',
    method: 'OPTIONS',
    path: '/any',
    headers: asking('PUT'),
  },
  {
    name: 'a preflight that a function answers',
    method: 'OPTIONS',
    path: '/own',
    headers: asking('PUT'),
  },
  { name: 'a preflight of no path', method: 'OPTIONS', path: '/nothing', headers: asking('GET') },
  { name: 'a page that asks for nothing', path: '/nothing', headers: ORIGIN },
  {
    name: 'a page with a method that is not there',
    method: 'PUT',
    path: '/items/7',
    headers: ORIGIN,
  },
].map((one): RouteCase => ({ ...one, name: `${one.name} (REST)`, of: 'rest' }))

/** What of an answer is compared. */
const HEADERS = [
  'content-type',
  'x-seen',
  'set-cookie',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'access-control-expose-headers',
  'access-control-max-age',
]

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: unknown
}

/** Sends to a server that tells APIs apart by the Host header. */
function ask(
  { method = 'GET', path, headers = {}, body }: RouteCase,
  url: string,
  server: string,
): Promise<Answer> {
  const [{ host, pathname }, to] = [new URL(url), new URL(server)]
  const target = pathname.replace(/\/$/, '') + path
  const options = { host: to.hostname, port: to.port, method, path: target }
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers: { host, ...headers } }, (response) => {
      const chosen = HEADERS.map((name) => [name, listed(name, response.headers[name])])
      text(response).then(
        (answer) =>
          resolve({
            status: response.statusCode!,
            headers: Object.fromEntries(chosen) as Answer['headers'],
            body: parsed(answer),
          }),
        reject,
      )
    })
    sent.on('error', reject).end(body)
  })
}

/** Lists are the same in any order. */
function listed(name: string, value: string | string[] | undefined): unknown {
  const isList = typeof value === 'string' && /^access-control-(allow|expose)-(m|h)/.test(name)
  return isList
    ? value
        .split(',')
        .map((one) => one.trim().toLowerCase())
        .toSorted()
    : value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Tokens in place of what stands for them. */
async function signed(issuer: string, key: CryptoKey, all: readonly RouteCase[]) {
  const token = (aud: string) =>
    new SignJWT({ aud })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setIssuer(issuer)
      .setExpirationTime('5m')
      .sign(key)
  const tokens: Record<string, string> = { SIGNED: await token('shop'), OTHER: await token('else') }
  return all.map((one) => {
    const authorization = one.headers?.['authorization']?.replace(
      /SIGNED|OTHER/,
      (name) => tokens[name]!,
    )
    return { ...one, headers: { ...one.headers, ...(authorization && { authorization }) } }
  })
}

/**
 * Deploys the application, and runs it by `oche/local`.
 *
 * @returns what is answered in another way, in words, but for what is known
 */
export async function unlike(server: string): Promise<string[]> {
  const keys = await generateKeyPair('RS256')
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  let issuer = ''
  const issuing = createServer((asked, response) =>
    response.end(
      JSON.stringify(
        asked.url === '/keys' ? { keys: [jwk] } : { issuer, jwks_uri: `${issuer}/keys` },
      ),
    ),
  ).listen(0, '127.0.0.1')
  await once(issuing, 'listening')
  issuer = `http://127.0.0.1:${(issuing.address() as AddressInfo).port}`
  using project = workspace({}, true)
  const arch = process.arch === 'arm64' ? 'arm64' : 'x86_64'
  project.write('index.ts', ROUTES_SOURCE)
  project.write(
    'oche.yaml',
    `${ROUTES_YAML(arch, issuer)}`.replace(/^build:.*$/m, 'source: index.ts'),
  )
  const source = loadProject({ cwd: project.path })
  const built = await buildForHost({
    project: source,
    fn: source.functions[0]!,
    reporter: silentReporter,
  })
  const command = [built.executable, ...(built.args?.({ variables: {}, debugAt: undefined }) ?? [])]
  const words = command.map((word) => `'${word}'`).join(' ')
  project.write('made/bootstrap', `#!/bin/sh\nexec ${words}\n`)
  chmodSync(join(project.path, 'made/bootstrap'), 0o755)
  project.write('oche.yaml', ROUTES_YAML(arch, issuer))
  const at = ['--cwd', project.path, '--json']
  const env = awsEnvironment(server)
  const functions = loadProject({ cwd: project.path }).functions.map((fn) => ({
    ...localFunction(fn, source, {}),
    code: { executable: join(project.path, 'made/bootstrap') },
  }))
  const local = await startLocalLambda({ functions })
  try {
    const { status, stdout, stderr } = await oche(['deploy', ...at], { env })
    if (status !== 0) throw new Error(stderr + stdout)
    const { shared } = JSON.parse(stdout) as { shared: { apis: { kind: string; url: string }[] } }
    const deployedUrl = ({ of }: RouteCase) =>
      // Under AWS's own domain ministack answers nothing.
      shared.apis
        .find(({ kind }) => kind === (of ?? 'http-api'))!
        .url.replace(/(\.execute-api)\.[^/]*/, '$1.localhost')
    const localUrl = ({ of }: RouteCase) => (of === 'rest' ? local.urls['pages']! : local.url)
    const told: string[] = []
    for (const one of await signed(issuer, keys.privateKey, [...CASES, ...REST_CASES])) {
      const [here, there] = await Promise.all([
        ask(one, localUrl(one), localUrl(one)),
        ask(one, deployedUrl(one), server),
      ])
      const isLike = isDeepStrictEqual(here, there)
      if (isLike !== (one.differs === undefined)) {
        told.push(`${one.name}: local ${JSON.stringify(here)}, deployed ${JSON.stringify(there)}`)
      }
    }
    await oche(['destroy', ...at, '--yes', '--logs'], { env })
    return told
  } finally {
    await local.close()
    await built.remove()
    issuing.close()
  }
}
