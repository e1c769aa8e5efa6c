import { afterAll, describe, expect, it } from 'vitest'
import { FakeRuntimeApi } from '../support/runtime-api.ts'
import { engines, Entries } from '../support/runtime-process.ts'
import { bytesOf, byteString, readCases } from './read-cases.ts'
import type { CaseBody } from './read-cases.ts'

interface RuntimeCase {
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

const cases = readCases<RuntimeCase>('runtime')
const entries = new Entries()
afterAll(() => entries[Symbol.dispose]())

describe.each(engines)('the runtime on %s', (engine) => {
  it.each(cases)('$name', async ({ handler, environment, next, posted }) => {
    await using api = await FakeRuntimeApi.start()
    await using _process = entries.start(engine, 'cases.ts', {
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
  })
})

function errorBody({ errorType, errorMessage }: RuntimeCase['posted']) {
  return {
    errorType: errorType ?? expect.any(String),
    errorMessage: errorMessage ?? expect.any(String),
    stackTrace: expect.toSatisfy(
      (lines) => Array.isArray(lines) && lines.every((line) => typeof line === 'string'),
    ),
  }
}
