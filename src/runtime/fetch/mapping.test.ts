import * as fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { createEndpoint } from '../../contract/http/endpoints/index.ts'
import type {
  EndpointContext,
  EndpointKind,
  HeaderLine,
  HttpRequest,
} from '../../contract/http/types.ts'
import { endpointContext } from '../../../tests/support/endpoint-context.ts'
import { endpointEvent } from './events.ts'
import { invokeFetch } from './handler.ts'
import { toRequest } from './to-request.ts'
import { toResult } from './to-result.ts'

/** Client → endpoint → event → Request, and Response → result → endpoint → client. */
const settings = [
  { kind: 'url' },
  { kind: 'url', domainName: '127.0.0.1:3000' },
  { kind: 'http-api' },
  { kind: 'http-api-v1' },
  { kind: 'rest', binaryMediaTypes: ['*/*'] },
  { kind: 'alb' },
  { kind: 'alb', multiValueHeaders: true },
] as const

const domains: Partial<Record<EndpointKind, string>> = { url: 'abc.lambda-url.us-east-1.on.aws' }

function contextOf(kind: EndpointKind, own?: string): EndpointContext {
  const domainName = own ?? domains[kind] ?? 'abc.execute-api.us-east-1.amazonaws.com'
  return endpointContext({
    domainName,
    targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/1',
  })
}

/** Text as a header carries it: its UTF-8, one character a byte; no controls, no space at the ends. */
const headerText = fc
  .string({ unit: 'grapheme', maxLength: 20 })
  .map((text) => text.replaceAll(/[\p{C}\p{Z}]/gu, '.'))
  .map((text) => Buffer.from(`(${text})`).toString('latin1'))

const ownName = fc.stringMatching(/^x-own-[a-z0-9]{1,8}$/)
const cookie = fc.stringMatching(/^[a-z]{1,8}=[A-Za-z0-9%!*~.-]{0,12}$/)
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS')
/**
 * No `.` and `..`, which every URL parser resolves, and neither `%` nor `?`: an HTTP API decodes a path
 * twice and cuts it at a `?` that this brings out, as recorded.
 */
const segment = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  .filter((text) => !/^\.{1,2}$/.test(text) && !/[/%?]/.test(text))
  .map(encodeURIComponent)
const path = fc.array(segment, { maxLength: 4 }).map((segments) => `/${segments.join('/')}`)
const word = fc.string({ unit: 'grapheme', maxLength: 8 })
const parameters = fc.uniqueArray(
  fc.tuple(
    word.filter((name) => name !== ''),
    word,
  ),
  {
    selector: ([name]) => name,
    maxLength: 4,
  },
)
const body = fc.uint8Array({ maxLength: 64 })
const textType = fc.constantFrom('text/plain', 'application/json', 'image/png', 'application/x-own')

const ownHeaders = fc.uniqueArray(fc.tuple(ownName, headerText), {
  selector: ([name]) => name,
  maxLength: 4,
})
const cookies = fc.uniqueArray(cookie, { maxLength: 3 })

const clientRequest = fc.record({
  method,
  path,
  parameters,
  headers: ownHeaders,
  cookies,
  body,
  type: textType,
})

type ClientRequest = typeof clientRequest extends fc.Arbitrary<infer Value> ? Value : never

function queryOf(pairs: [string, string][]): string {
  return pairs.map((pair) => pair.map(encodeURIComponent).join('=')).join('&')
}

function httpRequest(client: ClientRequest, host: string): HttpRequest {
  const query = queryOf(client.parameters)
  const cookies: HeaderLine[] =
    client.cookies.length > 0 ? [['Cookie', client.cookies.join('; ')]] : []
  return {
    method: client.method,
    target: query === '' ? client.path : `${client.path}?${query}`,
    protocol: 'HTTP/1.1',
    headers: [['Host', host], ['Content-Type', client.type], ...client.headers, ...cookies],
    body: client.method === 'GET' || client.method === 'HEAD' ? new Uint8Array() : client.body,
    sourceIp: '203.0.113.24',
  }
}

describe.each(settings)('behind %o', (setting) => {
  const endpoint = createEndpoint(setting)
  const context = contextOf(setting.kind, 'domainName' in setting ? setting.domainName : undefined)

  it('a request arrives as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(clientRequest, async (client) => {
        const sent = httpRequest(client, context.domainName)
        const event: unknown = JSON.parse(JSON.stringify(endpoint.toEvent(sent, context)))
        const request = toRequest(endpointEvent(event)!)
        expect(request.method).toBe(sent.method)
        const url = new URL(request.url)
        expect(url.host).toBe(context.domainName)
        expect(decodeURIComponent(url.pathname)).toBe(decodeURIComponent(client.path))
        expect([...url.searchParams].toSorted()).toEqual(client.parameters.toSorted())
        for (const [name, value] of client.headers) expect(request.headers.get(name)).toBe(value)
        const cookies = client.cookies.join('; ')
        expect(request.headers.get('cookie') ?? '').toBe(cookies)
        expect(Buffer.from(await request.arrayBuffer())).toEqual(Buffer.from(sent.body))
      }),
    )
  })

  it('no path walks around the route that it came by: what a URL would shorten is no request', () => {
    const dots = fc.constantFrom('.', '..', '%2e', '%2E%2e', '.%2e', '%252e%252e')
    const slash = fc.constantFrom('/', '%2F', '%5C', '%252f', '\\')
    const parts = fc.array(fc.tuple(slash, fc.oneof(dots, segment)), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(parts, (walk) => {
        const target = `/first${walk.flat().join('')}`
        const sent = { ...accepting, target, headers: [['Host', 'x.example.com'] as const] }
        if (endpoint.check(sent) !== undefined) return
        const event: unknown = JSON.parse(JSON.stringify(endpoint.toEvent(sent, context)))
        const isPlain = walk.every(([, part]) => !/^(\.|%(25)?2e)+$/i.test(part))
        try {
          const { pathname } = new URL(toRequest(endpointEvent(event)!).url)
          expect(pathname).toMatch(/^\/first/)
        } catch (error) {
          expect(String(error)).toMatch(/^TypeError: dot segments: /)
          expect(isPlain).toBe(false)
        }
      }),
    )
  })

  it('a response arrives as it was answered', async () => {
    const answer = fc.record({
      status: fc.constantFrom(200, 201, 400, 404, 500),
      headers: ownHeaders,
      cookies,
      body,
      type: textType,
      encoded: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(answer, async ({ status, headers, cookies, body, type, encoded }) => {
        const lines: [string, string][] = [
          ['content-type', type],
          ...(encoded ? [['content-encoding', 'br'] as [string, string]] : []),
          ...headers,
          ...cookies.map((value): [string, string] => ['set-cookie', value]),
        ]
        const response = new Response(new Uint8Array(body), { status, headers: lines })
        const kind = endpointEvent(endpoint.toEvent(accepting, context))!.kind
        const payload = Buffer.from(JSON.stringify(await toResult(response, kind, false)))
        const received = endpoint.toResponse(payload, { request: accepting, context })
        expect(received.status).toBe(status)
        expect(Buffer.from(received.body)).toEqual(Buffer.from(body))
        const own = received.headers
          .map(([name, value]) => [name.toLowerCase(), value] as const)
          .filter(([name]) => lines.some(([sent]) => sent === name))
        expect(own.map(String).toSorted()).toEqual(lines.map(String).toSorted())
      }),
    )
  })
})

const accepting: HttpRequest = {
  method: 'GET',
  target: '/',
  protocol: 'HTTP/1.1',
  headers: [['Accept', '*/*']],
  body: new Uint8Array(),
  sourceIp: '203.0.113.24',
}

it('a decoded path with dot segments is a 400 that the application does not see', async () => {
  const told = vi.spyOn(console, 'error').mockImplementation(() => {})
  const sent = { ...accepting, target: '/open/..%2Fclosed' }
  const event = createEndpoint({ kind: 'http-api' }).toEvent(sent, contextOf('http-api'))
  const fetch = vi.fn<() => Response>()
  const { statusCode } = await invokeFetch(fetch, { event, context: {} as never }, false)
  expect([statusCode, fetch.mock.calls]).toEqual([400, []])
  expect(String(told.mock.calls[0])).toContain('dot segments: /open/../closed')
  told.mockRestore()
})
