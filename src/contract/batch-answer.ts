import { isObject } from './http/result.ts'

/** What becomes of a batch after a function has answered, where the event source looks at the answer. */
export type BatchVerdict =
  | { all: 'done'; of: number }
  /** The answer is none that the source understands, or names what is not in the batch. */
  | { all: 'again'; of: number; because: string }
  /** Of a queue: these messages come again, the others are done. */
  | { again: readonly string[]; of: number }
  /** Of a stream: this record comes again and all behind it, those before it are done. */
  | { from: string; count: number; of: number }

/** Of which a mapping with ReportBatchItemFailures can tell single records. */
const SOURCES: Readonly<Record<string, (record: Fields) => unknown>> = {
  'aws:sqs': (record) => record['messageId'],
  'aws:kinesis': (record) => fieldsOf(record['kinesis'])['sequenceNumber'],
  'aws:dynamodb': (record) => fieldsOf(record['dynamodb'])['SequenceNumber'],
}

type Fields = Record<string, unknown>

/** Undefined where the event is no batch, or the answer says nothing of single records. */
export function batchVerdict(event: unknown, answer: unknown): BatchVerdict | undefined {
  const records = recordsOf(event)
  const source = String(records[0]?.['eventSource'])
  if (records.length === 0 || !Object.hasOwn(SOURCES, source)) return undefined
  if (!isObject(answer) || !Object.hasOwn(answer, 'batchItemFailures')) return undefined
  const of = records.length
  const failures = answer['batchItemFailures'] ?? []
  if (!Array.isArray(failures)) return { all: 'again', of, because: 'batchItemFailures is no list' }
  if (failures.length === 0) return { all: 'done', of }
  const known = records.map((record) => String(SOURCES[source]!(record)))
  const named = failures.map((failure: unknown) => fieldsOf(failure)['itemIdentifier'])
  const stranger = named.find((name) => typeof name !== 'string' || !known.includes(name))
  if (named.some((name) => name === stranger)) {
    const because = `${JSON.stringify(stranger) ?? 'an entry without itemIdentifier'} is none of the batch`
    return { all: 'again', of, because }
  }
  const again = known.filter((name) => named.includes(name))
  if (source === 'aws:sqs') return { again, of }
  return { from: again[0]!, count: of - known.indexOf(again[0]!), of }
}

function recordsOf(event: unknown): Fields[] {
  const records = fieldsOf(event)['Records']
  return Array.isArray(records) ? records.map(fieldsOf) : []
}

function fieldsOf(value: unknown): Fields {
  return isObject(value) ? (value as Fields) : {}
}
