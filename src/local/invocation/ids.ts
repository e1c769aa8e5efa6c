import { randomFillSync } from 'node:crypto'

/** `Root=1-<seconds>-<96 random bits>`, as X-Ray has it. */
export function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${seconds}-${randomHex(24)}`
}

/** Random bytes for many ids: asking for each by itself takes ten times as long. */
const POOL = Buffer.alloc(4096)
let used = POOL.length

/** @param bytes at most those of the pool */
function randomText(bytes: number, encoding: 'hex' | 'base64'): string {
  if (used + bytes > POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  used += bytes
  return POOL.toString(encoding, used - bytes, used)
}

/** Hex digits, an even number. */
export function randomHex(digits: number): string {
  return randomText(digits / 2, 'hex')
}

/** As API Gateway's request ids look: `JKJaXmPLvHcESHA=`. */
export function newGatewayId(): string {
  const letters = randomText(12, 'base64')
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
