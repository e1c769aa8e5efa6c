import { describe, expect, it } from 'vitest'
import { Invocation } from '../invocation/invocation.ts'
import { wholeAnswer } from '../invocation/read-answer.ts'
import type { Exchange } from '../wire/exchange.ts'
import { respond, type Post } from './exchange.ts'
import { Runtime } from './runtime.ts'

const nobody = () => {}

describe('a response', () => {
  it('reaches whoever waits for it before the runtime is told that it came', async () => {
    const told: string[] = []
    const runtime = new Runtime(false, {
      onReady: nobody,
      onAnswered: () => told.push('answered'),
      onInitError: nobody,
    })
    const invocation = new Invocation({
      requestId: 'r',
      payload: Buffer.from('{}'),
      version: '$LATEST',
      functionArn: 'arn',
      traceId: 'Root=1',
    })
    runtime.next({ isGone: () => false, deliver: nobody })
    runtime.offer(invocation, 0)
    void caller(invocation).then(() => told.push('caller'))
    const exchange = {
      header: () => undefined,
      readBody: () => Promise.resolve(Buffer.from('"ok"')),
      answer: ({ status }: { status: number }) => told.push(`runtime ${status}`),
    } as unknown as Exchange
    await respond({ runtime, exchange, requestId: 'r' } satisfies Post)
    expect(told).toEqual(['caller', 'answered', 'runtime 202'])
  })
})

/** As the endpoints and the Invoke API do, and a few turns more. */
async function caller({ answer }: Invocation): Promise<void> {
  await wholeAnswer(await answer.then(wholeAnswer))
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
