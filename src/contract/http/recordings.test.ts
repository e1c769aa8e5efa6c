import { describe, expect, it } from 'vitest'
import { compareEvent } from '../../../tests/conformance/compare-event.ts'
import { compareResponse } from '../../../tests/conformance/compare-response.ts'
import {
  isRequest,
  isResponse,
  readRecordings,
  recordingsFolder,
} from '../../../tests/conformance/recording.ts'
import { eventFor, responseFor } from '../../../tests/conformance/replay-pure.ts'

/** The server writes these, not the mapping. */
const OF_THE_SERVER = ['date', 'connection', 'content-length']

const recordings = readRecordings(recordingsFolder())

describe.skipIf(recordings.length === 0)(
  'the front doors agree with AWS (skipped where there is no folder of recordings)',
  () => {
    it.each(recordings.filter(isRequest).map((recording) => [recording.name, recording] as const))(
      'on the event of %s',
      (_, recording) => {
        expect(compareEvent(recording, eventFor(recording))).toEqual([])
      },
    )

    it.each(recordings.filter(isResponse).map((recording) => [recording.name, recording] as const))(
      'on the response of %s',
      (_, recording) => {
        const { response } = recording
        const headers =
          response.headers?.filter(([name]) => !OF_THE_SERVER.includes(name.toLowerCase())) ?? null
        const mapped = { ...recording, response: { ...response, headers } }
        expect(compareResponse(mapped, responseFor(recording))).toEqual([])
      },
    )
  },
)
