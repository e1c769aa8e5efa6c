import { afterAll, it } from 'vitest'
import { compareEvent } from './compare-event.ts'
import { compareResponse } from './compare-response.ts'
import { isRequest, isResponse, type Recording } from './recording.ts'
import { SocketReplay } from './replay-socket.ts'

/** A test for each recording, through the real server. */
export function replayAll(all: readonly Recording[]): void {
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
