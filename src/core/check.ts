/** One line of `oche doctor`. */
export interface Check {
  /** What was looked for. */
  check: string
  ok: boolean
  /** What was found: a version or a place, never a secret. */
  found?: string
  /** The one command that fixes it. */
  remedy?: string
  /** True where this project cannot do without it. */
  required: boolean
}
