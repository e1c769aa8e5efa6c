import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { silentReporter } from '../../../core/reporter.ts'
import { Arguments } from '../../arguments/values.ts'
import type { CommandContext } from '../context.ts'
import { batchText } from './batch.ts'
import { saveEvent } from './save.ts'

it('an event is saved so that it can be changed, and over no other file', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'oche-save-'))
  const said: string[] = []
  const context = {
    args: new Arguments(['items'], new Map()),
    cwd,
    output: { json: false },
    reporter: { ...silentReporter, info: (text: string) => void said.push(text) },
  } as unknown as CommandContext
  try {
    expect(saveEvent(Buffer.from('{"a":[1]}'), 'event.json', context)).toBe(0)
    const text = readFileSync(join(cwd, 'event.json'), 'utf8')
    expect(text).toBe('{\n  "a": [\n    1\n  ]\n}\n')
    expect(said).toEqual(['To send it: oche invoke items --event event.json'])
    const refused = { code: 'OUT_NOT_WRITABLE', message: expect.stringContaining('there already') }
    expect(() => saveEvent(Buffer.from('{}'), 'event.json', context)).toThrow(
      expect.objectContaining(refused),
    )
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
})

const batch = (source: string) => ({
  Records: ['a', 'b'].map((id) => ({
    eventSource: source,
    messageId: id,
    kinesis: { sequenceNumber: id },
  })),
})

const failed = (...ids: unknown[]) => ({
  batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })),
})

it.each([
  ['aws:sqs', failed('b'), '1 of 2 comes again (b); the others are done.'],
  ['aws:sqs', failed('b', 'a'), '2 of 2 come again (a, b).'],
  ['aws:sqs', failed('x'), 'all 2 come again: "x" is none of the batch.'],
  ['aws:sqs', failed(), 'all 2 are done.'],
  ['aws:kinesis', failed('b'), '1 of 2 comes again, from b on; those before are done.'],
  ['aws:kinesis', failed('a'), '2 of 2 come again, from a on.'],
])('of a batch of %s, %j means: %s', (source, answer, text) => {
  const bytes = [batch(source), answer].map((one) => Buffer.from(JSON.stringify(one)))
  expect(batchText(bytes[0]!, bytes[1]!)).toBe(
    `With "partialFailures: true" (ReportBatchItemFailures) ${text}`,
  )
})

it('of a batch of one it is said as of one', () => {
  const event = Buffer.from(JSON.stringify({ Records: batch('aws:sqs').Records.slice(1) }))
  const text = (answer: object) => batchText(event, Buffer.from(JSON.stringify(answer)))
  expect(text(failed())).toMatch(/ the one record is done\.$/)
  expect(text(failed('x'))).toMatch(/ the one record comes again: /)
  expect(text(failed('b'))).toMatch(/ 1 of 1 comes again \(b\)\.$/)
})

it.each(['{"statusCode":200}', 'no JSON'])('%s says nothing of a batch', (answer) => {
  const event = Buffer.from(JSON.stringify(batch('aws:sqs')))
  expect(batchText(event, Buffer.from(answer))).toBeUndefined()
})
