import { createEndpoint } from '../../src/contract/http/endpoints/index.ts'
import { matchResource, matchRoute, parseRoute } from '../../src/contract/http/routing.ts'
import { splitStage, splitTarget } from '../../src/contract/http/target.ts'
import type { EndpointContext, HttpResponse } from '../../src/contract/http/types.ts'
import {
  bytesOf,
  kindOf,
  resultOf,
  type Recording,
  type RequestRecording,
  type ResponseRecording,
} from './recording.ts'

/** The event of the pure mapping for a recorded request. */
export function eventFor(recording: RequestRecording): unknown {
  const { request } = recording
  const event = doorFor(recording).toEvent(
    {
      method: request.method,
      target: request.target,
      protocol: `HTTP/${request.httpVersion ?? '1.1'}`,
      headers: [['Host', 'localhost'], ...request.headers],
      body: bytesOf(request),
      sourceIp: '203.0.113.24',
    },
    contextFor(recording),
  )
  return JSON.parse(JSON.stringify(event))
}

/** The response of the pure mapping for a recorded payload, or for the lack of one. */
export function responseFor(recording: ResponseRecording): HttpResponse {
  const exchange = {
    request: { ...recording.request, protocol: 'HTTP/1.1' },
    context: contextFor(recording),
  }
  const endpoint = doorFor(recording)
  const result = resultOf(recording)
  const refusal = endpoint.check(exchange.request)
  if (refusal !== undefined) return endpoint.refuse(refusal, exchange)
  if (result !== undefined) return endpoint.toResponse(Buffer.from(result), exchange)
  const cause = recording.lambdaError === undefined ? 'no-route' : 'function-error'
  return endpoint.refuse({ cause, reason: 'as recorded' }, exchange)
}

/** False where only a server can show it: a limit on what it reads. */
export function isOfTheMapping({ request }: ResponseRecording): boolean {
  return request.bodyLength === undefined && request.headerPadding === undefined
}

function doorFor(recording: Recording) {
  const { invokeMode, ...api } = recording.api ?? {}
  const streaming = invokeMode === 'RESPONSE_STREAM'
  return createEndpoint({ kind: kindOf(recording), ...api, streaming })
}

function contextFor(recording: Recording): EndpointContext {
  const stage = recording.stage ?? '$default'
  return {
    accountId: '123456789012',
    apiId: 'abcdefghij',
    domainName: 'abcdefghij.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'abcdefghij',
    stage,
    routeKey: recording.route ?? '$default',
    pathParameters: parametersOf(recording, stage),
    requestId: 'JKJaXmPLvHcESHA=',
    extendedRequestId: 'JKJaXmPLvHcESHB=',
    traceId: 'Root=1-67fd88cb-4981526a50466e9f2be0fbed;Parent=4981526a50466e9f;Sampled=0',
    port: 443,
    scheme: 'https',
    timeEpoch: 1_744_668_875_623,
  }
}

function parametersOf(recording: Recording, stage: string): Record<string, string> {
  if (recording.route === null) return {}
  const match = recording.frontDoor === 'rest-api' ? matchResource : matchRoute
  const { method, target } = recording.request
  const { path } = splitStage(splitTarget(target).path, stage)
  return match([parseRoute(recording.route)], method, path)?.pathParameters ?? {}
}
