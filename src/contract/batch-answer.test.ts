import { describe, expect, it } from 'vitest'
import { batchVerdict } from './batch-answer.ts'
import { dynamodb } from './samples/dynamodb.ts'
import { kinesis } from './samples/kinesis.ts'
import { sns } from './samples/sns.ts'

const queue = {
  Records: ['a', 'b', 'c'].map((messageId) => ({ messageId, eventSource: 'aws:sqs' })),
}
const failures = (...names: unknown[]) => ({
  batchItemFailures: names.map((itemIdentifier) => ({ itemIdentifier })),
})

describe('a partial batch answer', () => {
  it('of a queue sends the messages that it names again', () => {
    expect(batchVerdict(queue, failures('c', 'a'))).toEqual({ again: ['a', 'c'], of: 3 })
  })

  it('of a stream sends everything from the first that it names on', () => {
    const [first, second] = dynamodb.Records.map((record) => record.dynamodb.SequenceNumber)
    expect(batchVerdict(dynamodb, failures(second))).toEqual({ from: second, count: 1, of: 2 })
    expect(batchVerdict(dynamodb, failures(second, first))).toMatchObject({ from: first, count: 2 })
    const { sequenceNumber } = kinesis.Records[0]!.kinesis
    expect(batchVerdict(kinesis, failures(sequenceNumber))).toMatchObject({ count: 1, of: 1 })
  })

  it.each([[failures()], [{ batchItemFailures: null }]])('%j: all is done', (answer) => {
    expect(batchVerdict(queue, answer)).toEqual({ all: 'done', of: 3 })
  })

  it.each([
    [failures('x'), '"x" is none of the batch'],
    [failures('a', ''), '"" is none of the batch'],
    [failures(null), 'null is none of the batch'],
    [{ batchItemFailures: [{ id: 'a' }] }, 'an entry without itemIdentifier is none of the batch'],
    [{ batchItemFailures: 'a' }, 'batchItemFailures is no list'],
  ])('%j: all comes again', (answer, because) => {
    expect(batchVerdict(queue, answer)).toEqual({ all: 'again', of: 3, because })
  })

  it('is looked for in answers to batches only', () => {
    expect(batchVerdict(queue, { ok: true })).toBeUndefined()
    expect(batchVerdict(queue, null)).toBeUndefined()
    expect(batchVerdict(sns, failures('a'))).toBeUndefined()
    expect(batchVerdict({}, failures('a'))).toBeUndefined()
  })
})
