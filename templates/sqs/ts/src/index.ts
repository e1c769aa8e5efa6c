import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'

/** Those that fail are delivered again, the others are done. */
export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = []
  for (const { messageId, body } of Records) {
    try {
      await handle(body)
    } catch (error) {
      console.error(`${messageId} failed`, error)
      batchItemFailures.push({ itemIdentifier: messageId })
    }
  }
  return { batchItemFailures }
}

async function handle(body: string): Promise<void> {
  if (body.trim() === '') throw new Error('the message is empty')
  console.log('done:', body)
}
