import type { Sent } from '../../local/http.ts'

export interface Exchange {
  name: string
  path: string
  sent: Sent
}

const bytes = Buffer.from([0, 1, 128, 255])

/** Requests that an application of shelf's has to see, and answers that have to arrive, the same everywhere. */
export const exchanges: Exchange[] = [
  of('a request', '/echo'),
  of('a query', '/echo?x=1&empty=&flag&y=a%20b'),
  of('a parameter that comes twice', '/echo?tag=red&tag=round'),
  of('an encoded query', '/echo?q=%26%3D%C3%BC+%2B'),
  of('an encoded path', '/echo/a%20b/%C3%BC'),
  of('an encoded slash', '/echo/a%2Fb'),
  of('a path with a slash at its end', '/echo/a/'),
  of('a path of signs', "/echo/-._~!$&'()*+,;=:@"),
  of('a malformed path', '/echo/%FF'),
  of('a body of JSON', '/echo', posted('{"name":"Größe"}', 'application/json')),
  of('a body of bytes', '/echo', posted(bytes, 'application/octet-stream')),
  of('a body of text', '/echo', posted('grün', 'text/plain; charset=utf-8')),
  of('a form', '/echo', posted('a=1&b=%20', 'application/x-www-form-urlencoded')),
  of('an empty body', '/echo', { method: 'POST', body: '' }),
  ...['PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method) => of(method, '/echo', { method })),
  of('PUT with a body', '/echo', {
    method: 'PUT',
    body: 'x',
    headers: { 'content-type': 'text/plain' },
  }),
  of('HEAD', '/html', { method: 'HEAD' }),
  of('headers', '/echo', {
    headers: { Accept: 'text/html, */*;q=0.8', 'X-One': 'a', 'X-Two': 'b, c' },
  }),
  of('a header that comes twice', '/echo', {
    headers: ['Host', 'localhost', 'X-One', 'a', 'X-One', 'b'],
  }),
  of('a header beyond ASCII', '/echo', { headers: { 'X-One': 'é' } }),
  of('cookies', '/echo', { headers: { Cookie: 'a=1; b="2"' } }),
  of('text without a type', '/text'),
  of('HTML', '/html'),
  of('text in another charset', '/latin'),
  of('bytes', '/bytes'),
  of('bytes without a type', '/untyped'),
  of('a compressed answer', '/gzip'),
  of('a stream', '/stream'),
  of('cookies that are set', '/cookies'),
  of('headers that are set', '/headers'),
  of('a redirection', '/redirect'),
  of('a large answer', '/large'),
  of('no content', '/status/204'),
  of('not modified', '/status/304'),
  of('an answer without a body', '/status/202'),
  of('a failure of its own', '/status/503'),
  of('nothing there', '/nothing'),
  of('what a handler throws', '/throws'),
  of('what a handler throws later', '/throws-later'),
  of('what a handler leaves behind', '/left-behind'),
]

/** What a client gets, as far as it is compared. */
export interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: string | number
}

interface Difference {
  /** What the endpoint does by itself, whatever answers behind it. */
  because: string
  endpoints: RegExp
  names: RegExp
  change: (answer: Answer) => Answer
}

const WITHOUT_BODY =
  /^(headers that are set|a redirection|no content|not modified|an answer without a body|a failure of its own)$/

const differences: Difference[] = [
  {
    because: 'a type is added to an answer that has neither a body nor a type',
    endpoints: /^(url|rest)$/,
    names: WITHOUT_BODY,
    change: (answer) => typed(answer, 'application/json'),
  },
  {
    because: 'a type is added to a stream that has none',
    endpoints: /streaming/,
    names: WITHOUT_BODY,
    change: (answer) => typed(answer, 'application/octet-stream'),
  },
  {
    because: 'no type is added, as dart:io does even where there is no body',
    endpoints: /^alb/,
    names: WITHOUT_BODY,
    change: (answer) => typed(answer, undefined),
  },
  {
    because: 'payload format 2.0 has the path decoded',
    endpoints: /^http-api$/,
    names: /^an encoded slash$/,
    change: (answer) => told(answer, { path: '/echo/a/b', url: 'echo/a/b' }),
  },
  {
    because: 'payload format 2.0 has the path decoded, with a sign for what cannot be',
    endpoints: /^http-api$/,
    names: /^a malformed path$/,
    change: () => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        method: 'GET',
        path: '/echo/%EF%BF%BD',
        query: '',
        parameters: {},
        url: 'echo/%EF%BF%BD',
        headers: {},
        body: '',
        client: '127.0.0.1',
      }),
    }),
  },
  {
    because: 'the query comes as names and values: a name alone has an empty value',
    endpoints: /^http-api-v1$|rest|^alb/,
    names: /^a query$/,
    change: (answer) => asked(answer, 'x=1&empty=&flag=&y=a%20b'),
  },
  {
    because: 'the query comes decoded, so that it is encoded anew',
    endpoints: /^http-api-v1$|rest/,
    names: /^an encoded query$/,
    change: (answer) => asked(answer, 'q=%26%3D%C3%BC%20%2B'),
  },
  {
    because: 'of several values of a name the last comes',
    endpoints: /^alb$/,
    names: /^a parameter that comes twice$/,
    change: (answer) => told(asked(answer, 'tag=round'), { parameters: { tag: ['round'] } }),
  },
  {
    because: 'of several lines of a name the last comes',
    endpoints: /^alb$/,
    names: /^a header that comes twice$/,
    change: (answer) => told(answer, { headers: { 'x-one': 'b' } }),
  },
]

/** What has to arrive through an endpoint where `shelf_io` answers `wanted`. */
export function through(endpoint: string, name: string, wanted: Answer): Answer {
  const found = differences.find((it) => it.endpoints.test(endpoint) && it.names.test(name))
  return found ? found.change(wanted) : wanted
}

function typed(answer: Answer, type: string | undefined): Answer {
  const { 'content-type': _type, ...headers } = answer.headers
  return { ...answer, headers: type === undefined ? headers : { ...headers, 'content-type': type } }
}

function told(answer: Answer, seen: object): Answer {
  const body = JSON.stringify({ ...(JSON.parse(String(answer.body)) as object), ...seen })
  return { ...answer, body }
}

function asked(answer: Answer, query: string): Answer {
  return told(answer, { query, url: `echo?${query}` })
}

function of(name: string, path: string, sent: Sent = {}): Exchange {
  return { name, path, sent }
}

function posted(body: string | Uint8Array, type: string): Sent {
  return { method: 'POST', body, headers: { 'content-type': type } }
}
