import { randomUUID } from 'node:crypto'

/** `Root=1-<seconds>-<96 random bits>`, as X-Ray has it. */
export function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${seconds}-${randomHex(24)}`
}

/** Hex digits; at most 30. */
export function randomHex(digits: number): string {
  const uuid = randomUUID()
  // Without the digits that say which kind of UUID it is.
  const hex =
    uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(15, 18) + uuid.slice(20, 23) + uuid.slice(24)
  return hex.slice(0, digits)
}

/** As API Gateway's request ids look: `JKJaXmPLvHcESHA=`. */
export function newGatewayId(): string {
  const letters = Buffer.from(randomHex(24), 'hex').toString('base64')
  return `${letters.replaceAll(/[+/]/g, 'A').slice(0, 15)}=`
}

/** Letters and digits that stay the same for the same text, as ids of APIs look. */
export function stableId(text: string, length: number): string {
  let hash = 0xcbf29ce484222325n
  for (const char of text) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(char.codePointAt(0)!)) * 0x100000001b3n)
  }
  return hash.toString(36).padStart(length, '0').slice(-length)
}
