import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sqs } from '../../../contract/samples/sqs.ts'
import { silentReporter } from '../../../core/reporter.ts'
import type { CommandContext } from '../context.ts'
import { batchText } from './batch.ts'
import { saveEvent } from './save.ts'

it('an event is saved so that it can be changed, and over no other file', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'oche-save-'))
  const context = { cwd, output: { json: false }, reporter: silentReporter } as CommandContext
  try {
    expect(saveEvent(Buffer.from('{"a":[1]}'), 'event.json', context)).toBe(0)
    const text = readFileSync(join(cwd, 'event.json'), 'utf8')
    expect(text).toBe('{\n  "a": [\n    1\n  ]\n}\n')
    const refused = { code: 'OUT_NOT_WRITABLE', message: expect.stringContaining('there already') }
    expect(() => saveEvent(Buffer.from('{}'), 'event.json', context)).toThrow(
      expect.objectContaining(refused),
    )
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
})

it('what an answer means for a batch is told in a line', () => {
  const event = Buffer.from(JSON.stringify(sqs))
  const told = (answer: unknown) => batchText(event, Buffer.from(JSON.stringify(answer)))
  const { messageId } = sqs.Records[0]!
  expect(told({ batchItemFailures: [{ itemIdentifier: messageId }] })).toBe(
    `Where the source has ReportBatchItemFailures, 1 of 1 comes again (${messageId}); the others are done.`,
  )
  expect(told({ batchItemFailures: [{ itemIdentifier: 'x' }] })).toBe(
    'Where the source has ReportBatchItemFailures, all 1 come again: "x" is none of the batch.',
  )
  expect(told({ batchItemFailures: [] })).toMatch(/all 1 are done\.$/)
  expect(told({ statusCode: 200 })).toBeUndefined()
  expect(batchText(event, Buffer.from('no JSON'))).toBeUndefined()
})
