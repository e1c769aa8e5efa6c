import { createFrontDoor } from '../../src/contract/http/front-doors.ts'
import { splitStage, splitTarget } from '../../src/contract/http/target.ts'
import type { FrontDoorContext, HttpResponse } from '../../src/contract/http/types.ts'
import {
  bytesOf,
  kindOf,
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

/** The response of the pure mapping for a recorded payload. */
export function responseFor(recording: ResponseRecording): HttpResponse {
  const { request } = recording
  return doorFor(recording).toResponse(Buffer.from(recording.lambdaResponse), {
    request: { ...request, protocol: 'HTTP/1.1' },
    context: contextFor(recording),
  })
}

function doorFor(recording: Recording) {
  return createFrontDoor({ kind: kindOf(recording), ...recording.api })
}

function contextFor(recording: Recording): FrontDoorContext {
  const stage = recording.stage ?? '$default'
  const routeKey = recording.route ?? '$default'
  const { path } = splitStage(splitTarget(recording.request.target).path, stage)
  return {
    accountId: '123456789012',
    apiId: 'abcdefghij',
    domainName: 'abcdefghij.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'abcdefghij',
    stage,
    routeKey,
    pathParameters: parametersOf(routeKey, path),
    requestId: 'JKJaXmPLvHcESHA=',
    extendedRequestId: 'JKJaXmPLvHcESHB=',
    traceId: 'Root=1-67fd88cb-4981526a50466e9f2be0fbed;Parent=4981526a50466e9f;Sampled=0',
    port: 443,
    scheme: 'https',
    timeEpoch: 1_744_668_875_623,
  }
}

function parametersOf(routeKey: string, path: string): Record<string, string> {
  const pattern = (routeKey.split(' ')[1] ?? '').replaceAll(
    /\{(\w+)(\+?)\}/g,
    (_, name: string, greedy: string) => `(?<${name}>${greedy ? '.+' : '[^/]+'})`,
  )
  return { ...new RegExp(`^${pattern}$`).exec(path)?.groups }
}
