import { describe } from 'vitest'
import { readRecordings, recordingsFolder } from './recording.ts'
import { replayAll } from './replay-all.ts'

describe.skipIf(process.platform === 'win32')(
  'the server agrees with AWS (skipped on Windows, which runs no bootstrap)',
  () => replayAll(readRecordings(recordingsFolder())),
)
