/** What came of an invocation, wherever the function ran. */
export interface Answer {
  payload: Uint8Array
  /** Whether the function answered with an error. */
  failed: boolean
  /** Log lines, Lambda's own among them. */
  logs: readonly string[]
}
