import { expect } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import type { RuntimeProcess } from '../support/runtime-process.ts'
import { bytesOf, byteString } from './read-cases.ts'
import type { CaseBody } from './read-cases.ts'

/** See tests/conformance/runtime/README.md. */
export interface RuntimeCase {
  name: string
  handler: string
  environment?: Record<string, string>
  next?: CaseBody & { headers: Record<string, string> }
  posted: {
    path: string
    headers?: Record<string, string>
    absentHeaders?: string[]
    json?: unknown
    errorType?: string
    errorMessage?: string
  }
}

/** Holds the process that `start` makes, given its environment, to a case. */
export async function replay(
  { handler, environment, next, posted }: RuntimeCase,
  start: (env: Record<string, string>) => RuntimeProcess,
): Promise<void> {
  await using api = await FakeRuntimeApi.start()
  await using _process = start({
    ...environment,
    AWS_LAMBDA_RUNTIME_API: api.address,
    _HANDLER: handler,
  })
  if (next) {
    const { received, answer } = await api.arrival()
    expect(received.path).toBe('/2018-06-01/runtime/invocation/next')
    const headers = Object.entries(next.headers).map(([name, value]) => [name, byteString(value)])
    answer({ headers: Object.fromEntries(headers), body: bytesOf(next) })
  }
  const received = await api.posted()
  expect(received).toMatchObject({ method: 'POST', path: posted.path })
  expect(received.headers).toMatchObject(posted.headers ?? {})
  for (const name of posted.absentHeaders ?? []) expect(received.headers).not.toHaveProperty(name)
  const body: unknown = JSON.parse(received.body.toString())
  if ('json' in posted) expect(body).toEqual(posted.json)
  else expect(body).toEqual(errorBody(posted))
}

function errorBody({ errorType, errorMessage }: RuntimeCase['posted']) {
  return {
    errorType: errorType ?? expect.any(String),
    errorMessage: errorMessage ?? expect.any(String),
    stackTrace: expect.toSatisfy(
      (lines) => Array.isArray(lines) && lines.every((line) => typeof line === 'string'),
    ),
  }
}
