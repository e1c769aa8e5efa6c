import type { Readable, Writable } from 'node:stream'

/** The streams and variables of a process. */
export interface Surroundings {
  stdin: Readable & { isTTY?: boolean }
  stdout: Writable & { isTTY?: boolean; columns?: number }
  stderr: Writable & { isTTY?: boolean }
  env: NodeJS.ProcessEnv
}
