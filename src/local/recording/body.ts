import { bufferOf, utf8 } from '../../contract/http/body.ts'
import type { RecordedBody } from './types.ts'

/** @param all how many bytes there were; more than are given where the rest is not kept */
export function bodyOf(bytes: Uint8Array, all = bytes.length): RecordedBody {
  const buffer = bufferOf(bytes)
  const text = utf8(buffer)
  return {
    text: text ?? buffer.toString('base64'),
    encoding: text === undefined ? 'base64' : 'utf8',
    bytes: all,
    isCut: all > bytes.length,
  }
}
