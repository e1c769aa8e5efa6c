import { once } from 'node:events'
import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { Invocation } from '../invocation/invocation.ts'
import { awaitAnswer } from './await-answer.ts'

function invocation(): Invocation {
  const payload = Buffer.from('{}')
  return new Invocation({
    requestId: 'r',
    payload,
    version: '$LATEST',
    functionArn: 'f',
    traceId: 't',
  })
}

const PIECE = Buffer.alloc(100_000)

/** Ends only where all of it is read. */
async function writeAll(body: PassThrough): Promise<void> {
  for (let left = 20; left > 0; left--) if (!body.write(PIECE)) await once(body, 'drain')
  body.end()
  await once(body, 'close')
}

it('the limit is for the whole answer: one that has begun is late as well, and is read to its end', async () => {
  const running = invocation()
  const body = new PassThrough()
  running.settleStream('text/plain', body)
  body.write('begun')
  const waiting = awaitAnswer({ endpoint: { timeoutMs: 1 }, streaming: false }, running)
  expect(await waiting).toBeUndefined()
  await writeAll(body)
})

it.each([false, true])(
  'what comes after the limit is read and dropped, so that the function can go on (streaming %s)',
  async (streaming) => {
    const running = invocation()
    const waiting = awaitAnswer({ endpoint: { timeoutMs: 1 }, streaming }, running)
    expect(await waiting).toBeUndefined()
    const body = new PassThrough()
    running.settleStream('text/plain', body)
    await writeAll(body)
  },
)

it('an endpoint that streams waits for the beginning only', async () => {
  const running = invocation()
  const body = new PassThrough()
  running.settleStream('text/plain', body)
  const answer = await awaitAnswer({ endpoint: { timeoutMs: 1000 }, streaming: true }, running)
  expect(answer).toMatchObject({ kind: 'stream', contentType: 'text/plain' })
})
