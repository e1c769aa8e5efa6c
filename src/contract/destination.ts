export type DestinationCondition = 'Success' | 'RetriesExhausted'

export interface DestinationInput {
  time: Date
  condition: DestinationCondition
  attempts: number
  requestId: string
  functionArn: string
  version: string
  requestPayload: Uint8Array
  responsePayload: Uint8Array
}

/** What a destination of an asynchronous invocation gets as its event. */
export function destinationRecord(input: DestinationInput): Record<string, unknown> {
  return {
    version: '1.0',
    timestamp: input.time.toISOString(),
    requestContext: {
      requestId: input.requestId,
      functionArn: input.functionArn,
      condition: input.condition,
      approximateInvokeCount: input.attempts,
    },
    requestPayload: jsonOrText(input.requestPayload),
    responseContext: {
      statusCode: 200,
      executedVersion: input.version,
      ...(input.condition !== 'Success' && { functionError: 'Unhandled' }),
    },
    responsePayload: jsonOrText(input.responsePayload),
  }
}

function jsonOrText(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString()
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
