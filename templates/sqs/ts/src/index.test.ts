import { expect, spyOn, test } from 'bun:test'
import type { SQSEvent } from 'aws-lambda'
import { handler } from './index'

test('only the message that failed is delivered again', async () => {
  const Records = [
    { messageId: '1', body: 'an order' },
    { messageId: '2', body: '' },
  ]
  const log = spyOn(console, 'error').mockImplementation(() => {})
  const result = await handler({ Records } as unknown as SQSEvent)
  expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] })
  expect(log).toHaveBeenCalledTimes(1)
  log.mockRestore()
})
