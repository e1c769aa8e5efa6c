import { Readable } from 'node:stream'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Invocation, type Answer } from './invocation.ts'

const REQUEST = {
  requestId: 'r',
  payload: Buffer.from('{}'),
  version: '$LATEST',
  functionArn: 'arn',
  traceId: 'Root=1',
}

const DO = {
  settle: (one: Invocation) => one.settle({ kind: 'payload', payload: Buffer.from('1') }),
  stream: (one: Invocation) => one.settleStream('text/plain', Readable.from([])),
  'end of the stream': (one: Invocation) => one.endStream(undefined),
  fail: (one: Invocation) => one.fail({ errorType: 'Bad', errorMessage: 'no' }),
}

describe('an invocation', () => {
  it('has the first answer and the first end of it, whatever else comes', async () => {
    const moves = fc.array(fc.constantFrom(...(Object.keys(DO) as (keyof typeof DO)[])))
    await fc.assert(
      fc.asyncProperty(moves, async (names) => {
        const invocation = new Invocation(REQUEST)
        for (const name of names) DO[name](invocation)
        const first = names.find((name) => name !== 'end of the stream')
        expect(invocation.state === 'waiting').toBe(first === undefined)
        if (first === undefined) return
        const answer = await invocation.answer
        expect(answer.kind).toBe({ settle: 'payload', stream: 'stream', fail: 'error' }[first])
        invocation.complete()
        await invocation.completed
        for (const name of names) DO[name](invocation)
        expect(await invocation.answer).toBe(answer)
        expect(invocation.state).toBe('complete')
        await expectFirstEnd(answer, names)
      }),
    )
  })
})

/** That of the first end after the stream began; none: it was cut off. */
async function expectFirstEnd(answer: Answer, names: (keyof typeof DO)[]): Promise<void> {
  if (answer.kind !== 'stream') return
  const after = names.slice(names.indexOf('stream'))
  const end = after.find((name) => name === 'end of the stream' || name === 'fail')
  const failure = await answer.failure
  expect(failure?.errorType).toBe(
    end === undefined ? 'Runtime.TruncatedResponse' : end === 'fail' ? 'Bad' : undefined,
  )
}
