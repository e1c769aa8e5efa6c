import type { IncomingMessage } from 'node:http'
import type { HeaderLine } from '../../contract/http/types.ts'

/** Every line as it came, repeated ones included. */
export function headersOf({ rawHeaders }: IncomingMessage): HeaderLine[] {
  const headers: HeaderLine[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i]!, rawHeaders[i + 1]!])
  return headers
}
