import type { HeaderLine } from '../../src/contract/http/types.ts'
import { bytesOf, type ResponseRecording } from './recording.ts'
import { unorderedHeaders } from './tolerated.ts'

export interface ActualResponse {
  status: number
  headers: readonly HeaderLine[]
  body: Uint8Array
}

/** The recording client wrote these in its own spelling and, the last two, in its own place. */
const RESPELLED = new Set(['date', 'connection', 'content-type', 'content-length'])

/** Where a response differs from the recorded one, a line each; empty where it does not. */
export function compareResponse(recording: ResponseRecording, actual: ActualResponse): string[] {
  const { response } = recording
  const body = bytesOf(response)
  const bodyIsKnown = response.body !== undefined || response.bodyBase64 !== undefined
  return [
    ...(response.status === actual.status
      ? []
      : [`status is ${actual.status}, on AWS ${response.status}`]),
    ...(!bodyIsKnown || body.equals(actual.body)
      ? []
      : [
          `body is ${JSON.stringify(Buffer.from(actual.body).toString())}, on AWS ${JSON.stringify(body.toString())}`,
        ]),
    ...(response.headers === null ? [] : compareHeaders(recording, response.headers, actual)),
  ]
}

function compareHeaders(
  recording: ResponseRecording,
  recorded: readonly HeaderLine[],
  actual: ActualResponse,
): string[] {
  const isVolatile = (name: string) => recording.volatileHeaders.includes(name.toLowerCase())
  const expectedNames = namesOf(recorded).filter((name) => name !== 'connection')
  const differences = expectedNames.flatMap((name) => {
    const expected = written(recorded, name, isVolatile(name))
    const found = written(actual.headers, name, isVolatile(name))
    return same(expected, found)
      ? []
      : [`header ${name} is ${show(found)}, on AWS ${show(expected)}`]
  })
  const more = namesOf(actual.headers)
    .filter((name) => !expectedNames.includes(name) && !isVolatile(name) && name !== 'keep-alive')
    .map((name) => `header ${name} is not there on AWS`)
  return [...differences, ...more, ...compareOrder(recording, recorded, actual.headers)]
}

/** The lines of one header; of a volatile one the names alone. */
function written(lines: readonly HeaderLine[], name: string, isVolatile: boolean): string[] {
  return lines
    .filter(([key]) => key.toLowerCase() === name)
    .map(([key, value]) => [RESPELLED.has(name) ? name : key, isVolatile ? '…' : value].join(': '))
}

/** Order between different headers, as far as the recording client kept it. */
function compareOrder(
  recording: ResponseRecording,
  recorded: readonly HeaderLine[],
  actual: readonly HeaderLine[],
): string[] {
  if (recording.frontDoor in unorderedHeaders) return []
  const expected = namesOf(recorded).filter((name) => !RESPELLED.has(name))
  const found = namesOf(actual).filter((name) => expected.includes(name))
  return same(expected, found) || expected.length !== found.length
    ? []
    : [`headers stand in the order ${show(found)}, on AWS ${show(expected)}`]
}

function namesOf(lines: readonly HeaderLine[]): string[] {
  return [...new Set(lines.map(([name]) => name.toLowerCase()))]
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

function show(lines: readonly string[]): string {
  return lines.length === 0 ? 'absent' : lines.join(' | ')
}
