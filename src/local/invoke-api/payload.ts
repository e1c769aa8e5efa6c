import { bufferOf, utf8 } from '../../contract/http/body.ts'
import { messageOf } from '../../core/errors.ts'

/** What a function gets where the caller sent nothing. */
export const EMPTY_EVENT = Buffer.from('{}')

/** Why bytes are no JSON; undefined where they are. */
export function jsonFault(bytes: Uint8Array): string | undefined {
  const text = utf8(bufferOf(bytes))
  if (text === undefined) return 'Invalid UTF-8'
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}
