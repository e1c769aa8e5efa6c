import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { deferred } from '../../../src/core/deferred.ts'
import { startLocalLambda } from '../../../src/local/index.ts'
import type { LocalLambda } from '../../../src/local/types.ts'
import { scriptedFunction, type ScriptedFunction } from '../../support/scripted-function.ts'
import { awsCli } from './aws-cli.ts'
import { boto3 } from './boto3.ts'
import type { Caller, StreamEvent } from './caller.ts'
import { javascriptSdk } from './javascript-sdk.ts'

/** Written by `.ci/suites/callers`: where the callers of Python were installed. */
const installed = JSON.parse(process.env['OCHE_CALLERS'] ?? '{}') as {
  aws: string
  python: string
}

let lambda: LocalLambda
let fn: ScriptedFunction
let streaming: ScriptedFunction

beforeAll(async () => {
  fn = await scriptedFunction()
  streaming = await scriptedFunction('stream')
  lambda = await startLocalLambda({
    functions: [
      { settings: { name: 'hello' }, ...fn.part },
      { settings: { name: 'streaming' }, ...streaming.part },
    ],
  })
})
afterAll(async () => {
  await lambda.close()
  fn.close()
  streaming.close()
})

describe.each<[string, () => Caller]>([
  ['the AWS CLI', () => awsCli(installed.aws, lambda.url)],
  ['boto3', () => boto3(installed.python, lambda.url)],
  ['the AWS SDK for JavaScript', () => javascriptSdk(lambda.url)],
])('%s', (_, make) => {
  let caller: Caller
  beforeAll(() => {
    caller = make()
  })
  beforeEach(() => {
    fn.outcome = ({ event }) => ({ path: 'response', payload: event })
  })

  it('gets the answer of a function', async () => {
    const payload = '{"text":"λ 😊"}'
    expect(await caller.invoke({ functionName: 'hello', payload })).toMatchObject({
      status: 200,
      payload,
      executedVersion: '$LATEST',
    })
  })

  it('gets the error of a function as a 200 that says so', async () => {
    const payload = '{"errorMessage":"told to fail","errorType":"Error"}'
    fn.outcome = () => ({ path: 'error', payload })
    const answer = await caller.invoke({ functionName: 'hello', payload: '{}' })
    expect(answer).toMatchObject({ status: 200, functionError: 'Unhandled', payload })
  })

  it('invokes asynchronously', async () => {
    const delivered = new Promise<string>((resolve) => {
      fn.outcome = ({ event }) => {
        resolve(event.toString())
        return { path: 'response', payload: event }
      }
    })
    const call = { functionName: 'hello', payload: '{"later":true}' }
    const answer = await caller.invoke({ ...call, invocationType: 'Event' })
    expect(answer).toMatchObject({ status: 202, payload: '' })
    expect(answer.executedVersion).toBeUndefined()
    expect(await delivered).toBe(call.payload)
  })

  it('makes a dry run that the function does not notice', async () => {
    fn.outcome = () => {
      throw new Error('the function was invoked')
    }
    const call = { functionName: 'hello', payload: '{}', invocationType: 'DryRun' } as const
    expect(await caller.invoke(call)).toMatchObject({ status: 204, payload: '' })
  })

  it('gets the tail of the log', async () => {
    const { logs } = await caller.invoke({ functionName: 'hello', payload: '{}', logType: 'Tail' })
    expect(logs).toMatch(/^START RequestId: [0-9a-f-]{36} Version: \$LATEST\n/)
    expect(logs).toMatch(/^REPORT RequestId: .*\tMemory Size: 128 MB\t/m)
  })

  it('names a function by alias, version and ARN', async () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:function:hello'
    const live = { functionName: 'hello', payload: '{}', qualifier: 'live' }
    expect(await caller.invoke(live)).toMatchObject({ executedVersion: '1' })
    for (const functionName of ['hello:1', `${arn}:live`, '123456789012:function:hello:1']) {
      expect(await caller.invoke({ functionName, payload: '{}' })).toMatchObject({
        executedVersion: '1',
      })
    }
    expect(await caller.invoke({ functionName: arn, payload: '{}' })).toMatchObject({
      executedVersion: '$LATEST',
    })
  })

  it('passes a client context', async () => {
    const clientContext = '{"custom":{"from":"test"}}'
    fn.outcome = (received) => ({ path: 'response', payload: received.clientContext })
    const call = { functionName: 'hello', payload: '{}', clientContext }
    expect(JSON.parse((await caller.invoke(call)).payload)).toEqual(JSON.parse(clientContext))
  })

  it('is told what is wrong with a request', async () => {
    const wrong = [
      [{ functionName: 'nobody', payload: '{}' }, /ResourceNotFoundException/],
      [{ functionName: 'hello', payload: '{}', qualifier: '7' }, /ResourceNotFoundException/],
      [{ functionName: 'hello', payload: 'no json' }, /InvalidRequestContent/],
      [
        { functionName: 'hello', payload: `"${'a'.repeat(6 * 1024 * 1024)}"` },
        /RequestTooLarge|RequestEntityTooLarge/,
      ],
    ] as const
    for (const [call, code] of wrong) {
      const error: unknown = await caller.invoke(call).catch((reason: unknown) => reason)
      expect(String(error)).toMatch(code)
    }
  })

  it('gets a response stream piece by piece, where it has that operation', async () => {
    if (caller.stream === undefined) return
    const { events, release } = gate()
    await caller.stream({ functionName: 'streaming', payload: '{}' }, (event) => {
      events.push(event)
      // The second piece is not sent before the first has arrived.
      release()
    })
    expect(textOf(events)).toBe('firstsecond')
    expect(events.at(-1)).toEqual({ complete: {} })
  })

  it('gets the error in the middle of a response stream, where it has that operation', async () => {
    if (caller.stream === undefined) return
    const { events, release } = gate()
    await caller.stream({ functionName: 'streaming', payload: '{"do":"error"}' }, (event) => {
      events.push(event)
      release()
    })
    expect(textOf(events)).toBe('firstsecond')
    expect(events.at(-1)).toEqual({ complete: { errorCode: 'Function.Broken' } })
  })

  it('gets a buffered answer as a response stream, where it has that operation', async () => {
    if (caller.stream === undefined) return
    const events: StreamEvent[] = []
    await caller.stream({ functionName: 'hello', payload: '{"a":1}' }, (event) => {
      events.push(event)
    })
    expect(textOf(events)).toBe('{"a":1}')
    expect(events.at(-1)).toEqual({ complete: {} })
  })
})

/** Holds the streaming function between its pieces until `release` is called. */
function gate(): { events: StreamEvent[]; release: () => void } {
  const opened = deferred<void>()
  streaming.outcome = async () => {
    await opened.promise
    return { path: 'response', payload: '' }
  }
  return { events: [], release: () => opened.resolve() }
}

function textOf(events: readonly StreamEvent[]): string {
  return events.map((event) => ('chunk' in event ? event.chunk : '')).join('')
}
