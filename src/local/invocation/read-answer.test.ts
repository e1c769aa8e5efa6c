import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import type { FunctionError } from '../../contract/function-error.ts'
import { chunksOf, wholeAnswer } from './read-answer.ts'

const pieces = (...texts: string[]) => Readable.from(texts.map((text) => Buffer.from(text)))

describe('a streamed answer', () => {
  it('that is larger than its limit fails, and is read to its end', async () => {
    const errors: FunctionError[] = []
    const body = pieces('12', '34', '5', '6')
    const passed: string[] = []
    for await (const chunk of chunksOf({ body, fail: (error) => errors.push(error) }, 4)) {
      passed.push(chunk.toString())
    }
    expect(passed).toEqual(['12', '34'])
    expect(errors[0]).toEqual({
      errorType: 'Function.ResponseSizeTooLarge',
      errorMessage: 'Response payload size exceeded maximum allowed payload size (4 bytes).',
    })
    expect(body.destroyed).toBe(true)
  })

  it('is put together for who does not stream', async () => {
    const answer = {
      kind: 'stream',
      contentType: 'text/plain',
      body: pieces('a', 'b'),
      failure: Promise.resolve(undefined),
      fail: () => {},
    } as const
    expect(await wholeAnswer(answer)).toEqual({ kind: 'payload', payload: Buffer.from('ab') })
  })
})
