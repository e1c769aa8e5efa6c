import type { ErrorCode } from './error-codes/index.ts'

/** Exit statuses of the `oche` command. */
export const EXIT = {
  ok: 0,
  /** The user's source, configuration, artifact or machine is at fault. */
  user: 1,
  /** Unknown command, flag or value. */
  usage: 2,
  /** `invoke`: the function answered with an error. */
  functionError: 3,
  /** AWS refused or failed, or could not be reached. */
  aws: 4,
  /** `deploy --dry-run --fail-on-changes`: there are changes. */
  changes: 5,
  /** A bug of Oche's. */
  bug: 70,
  /** SIGHUP: the terminal was closed. */
  sighup: 129,
  sigint: 130,
  sigterm: 143,
} as const

export interface OcheErrorOptions {
  /** What to do about it; names the next command to type where there is one. */
  remedy?: string
  /** What lies behind it: an error, or the output of a tool. */
  cause?: unknown
  /** @default EXIT.user */
  exit?: number
  /** Lines shown below the message as they are: a code frame, a compiler's output. */
  detail?: string
}

/**
 * Something the user can fix. It is shown as one line and its remedy, never with a stack;
 * anything else that is thrown counts as a bug of Oche's.
 */
export class OcheError extends Error {
  readonly code: ErrorCode
  readonly remedy: string | undefined
  readonly exit: number
  readonly detail: string | undefined

  constructor(code: ErrorCode, message: string, options: OcheErrorOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'OcheError'
    this.code = code
    this.remedy = options.remedy
    this.exit = options.exit ?? EXIT.user
    this.detail = options.detail
  }
}

/** Says in one line what was thrown, whatever it was. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The `code` of a Node.js system error (`ENOENT`, `EADDRINUSE`, …), if it has one. */
export function systemCode(thrown: unknown): string | undefined {
  const code = (thrown as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}
