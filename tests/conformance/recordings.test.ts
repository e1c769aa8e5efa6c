import { afterAll, describe, it } from 'vitest'
import { compareEvent } from './compare-event.ts'
import { compareResponse } from './compare-response.ts'
import {
  casesFolder,
  isRequest,
  isResponse,
  readRecordings,
  recordingsFolder,
  type Recording,
} from './recording.ts'
import { SocketReplay } from './replay-socket.ts'

const recordings = readRecordings(recordingsFolder())
const windows = process.platform === 'win32'

describe.skipIf(windows || recordings.length === 0)(
  'the server agrees with AWS (skipped where there is no folder of recordings, and on Windows, which runs no bootstrap)',
  () => replayAll(recordings),
)

describe.skipIf(windows)(
  'the server agrees with the contract (skipped on Windows, which runs no bootstrap)',
  () => replayAll(readRecordings(casesFolder)),
)

function replayAll(all: readonly Recording[]): void {
  const replay = new SocketReplay()
  afterAll(() => replay.close())

  it.each(all.filter(isRequest).map((recording) => [recording.name, recording] as const))(
    'on the event of %s',
    async (_, recording) => {
      report(compareEvent(recording, await replay.eventFor(recording)))
    },
  )

  it.each(all.filter(isResponse).map((recording) => [recording.name, recording] as const))(
    'on the response of %s',
    async (_, recording) => {
      report(compareResponse(recording, await replay.responseFor(recording)))
    },
  )
}

function report(differences: readonly string[]): void {
  if (differences.length > 0) throw new Error(differences.join('\n'))
}
