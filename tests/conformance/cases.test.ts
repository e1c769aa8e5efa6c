import { describe } from 'vitest'
import { casesFolder, readRecordings } from './recording.ts'
import { replayAll } from './replay-all.ts'

describe.skipIf(process.platform === 'win32')(
  'the server agrees with the contract (skipped on Windows, which runs no bootstrap)',
  () => replayAll(readRecordings(casesFolder)),
)
