import { builtin } from '../builtin.ts'
import type { Connection, ConnectionLost } from './connection.ts'
import type { Payload } from './payload.ts'
import type { Address } from './socket.ts'

/** What `engine: quickjs` gives the runtime: answers put together, and JSON, by the host. */
interface QuickJs {
  connect(address: Address, lost: typeof ConnectionLost): Connection
  /** @throws SyntaxError */
  parseJson(payload: Payload): unknown
  /** Undefined for what JSON has no word for. */
  toJson(value: unknown): Payload | undefined
  /** Lines at once, where they are plain. */
  plainHeaders(lines: object): Headers | undefined
  /** Whether no microtask and no rejection waits: what could still fail has failed. */
  isQuiet(): boolean
}

const own = builtin('oche:wire' as 'node:net') as unknown as QuickJs | undefined

/** @throws SyntaxError */
const parse: QuickJs['parseJson'] = JSON.parse as never

export const {
  /** Undefined on Bun and Node.js. */
  connect,
  parseJson = parse,
  toJson = JSON.stringify,
  isQuiet = () => false,
  /** Undefined on Bun and Node.js, too. */
  plainHeaders,
}: Partial<QuickJs> = own ?? {}

type MadeOfText = Response & { handOverText?(): string | undefined }

/** The body of a response that was made of text on QuickJS: without a detour by its bytes. */
export const takeText = (response: MadeOfText) => response.handOverText?.()
