import { describe, expect, it } from 'vitest'
import { compareEvent } from '../../../tests/conformance/compare-event.ts'
import { compareResponse } from '../../../tests/conformance/compare-response.ts'
import {
  casesFolder,
  isRequest,
  isResponse,
  readRecordings,
  recordingsFolder,
  type Recording,
} from '../../../tests/conformance/recording.ts'
import { eventFor, isOfTheMapping, responseFor } from '../../../tests/conformance/replay-pure.ts'

/** The server writes these, not the mapping. */
const OF_THE_SERVER = ['date', 'connection', 'content-length']

const recordings = readRecordings(recordingsFolder())

describe.skipIf(recordings.length === 0)(
  'the endpoints agree with AWS (skipped where there is no folder of recordings)',
  () => replay(recordings),
)

describe('the endpoints agree with the contract', () => replay(readRecordings(casesFolder)))

function replay(all: readonly Recording[]): void {
  it.each(all.filter(isRequest).map((recording) => [recording.name, recording] as const))(
    'on the event of %s',
    (_, recording) => {
      expect(compareEvent(recording, eventFor(recording))).toEqual([])
    },
  )

  const responses = all.filter(isResponse).filter(isOfTheMapping)
  it.each(responses.map((recording) => [recording.name, recording] as const))(
    'on the response of %s',
    (_, recording) => {
      const { response } = recording
      const headers =
        response.headers?.filter(([name]) => !OF_THE_SERVER.includes(name.toLowerCase())) ?? null
      const mapped = { ...recording, response: { ...response, headers } }
      expect(compareResponse(mapped, responseFor(recording))).toEqual([])
    },
  )
}
