import { batchVerdict, type BatchVerdict } from '../../../contract/batch-answer.ts'

/** What an answer means for the batch that was sent, in a line; undefined where it means nothing. */
export function batchText(event: Uint8Array, answer: Uint8Array): string | undefined {
  const verdict = batchVerdict(parsed(event), parsed(answer))
  return verdict && `With "partialFailures: true" (ReportBatchItemFailures) ${textOf(verdict)}`
}

function textOf(verdict: BatchVerdict): string {
  const { of } = verdict
  if ('again' in verdict) {
    const { again } = verdict
    const others = again.length < of ? '; the others are done' : ''
    return `${again.length} of ${of} ${come(again.length)} again (${again.join(', ')})${others}.`
  }
  if ('from' in verdict) {
    const { from, count } = verdict
    const others = count < of ? '; those before are done' : ''
    return `${count} of ${of} ${come(count)} again, from ${from} on${others}.`
  }
  return verdict.all === 'done'
    ? `${of === 1 ? 'the one record is' : `all ${of} are`} done.`
    : `${of === 1 ? 'the one record comes' : `all ${of} come`} again: ${verdict.because}.`
}

function come(count: number): string {
  return count === 1 ? 'comes' : 'come'
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString()) as unknown
  } catch {
    return undefined
  }
}
