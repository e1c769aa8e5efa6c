import type { Refused } from '../types.ts'

/** What is told of a request, whoever has answered it. */
export interface Served {
  /** That was invoked; empty where none was. */
  function: string
  requestId: string
  coldStart: boolean
  refused?: Refused | undefined
}
