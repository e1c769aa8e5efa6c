import type { Address, Slabs, Slice } from './slabs.ts'
import { TupleReader, TupleWriter } from './tuples.ts'
import type { RecordedState, RecordedSummary, RecordedVia } from './types.ts'

const VIAS: readonly RecordedVia[] = ['http', 'invoke-api', 'direct']
const STATES: readonly RecordedState[] = ['waiting', 'running', 'streaming', 'answered', 'done']

const writer = new TupleWriter()

/** A row as bytes: ten times as many rows are kept as invocations. */
export function packRow(row: RecordedSummary, slabs: Slabs): Address {
  const to = writer.begin()
  to.number(row.id).number(row.at).text(row.function).text(row.requestId)
  to.number(VIAS.indexOf(row.via)).text(row.kind).text(row.title).text(row.method)
  to.number(STATES.indexOf(row.state)).number(row.status).flag(row.failed).text(row.errorType)
  to.number(row.durationMs).flag(row.coldStart).number(row.memoryMb).number(row.memorySizeMb)
  return to.number(row.initDurationMs).text(row.environment).end(slabs)
}

export function unpackRow(slice: Slice, isWhole: boolean): RecordedSummary {
  const from = new TupleReader(slice)
  return {
    id: from.number(),
    at: from.number(),
    function: from.text(),
    requestId: from.text(),
    via: VIAS[from.number()]!,
    kind: from.text(),
    title: from.text(),
    method: from.text(true),
    state: STATES[from.number()]!,
    status: from.number(true),
    failed: from.flag(),
    errorType: from.text(true),
    durationMs: from.number(true),
    coldStart: from.flag(true),
    memoryMb: from.number(true),
    memorySizeMb: from.number(true),
    initDurationMs: from.number(true),
    environment: from.text(true),
    isWhole,
  }
}
