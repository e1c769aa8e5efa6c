import { randomFillSync } from 'node:crypto'

/** `Root=1-<seconds>-<96 random bits>`, as X-Ray has it. */
export function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `Root=1-${seconds}-${randomHex(24)}`
}

/** Random bytes for many ids: asking for each by itself takes ten times as long. */
const POOL = Buffer.alloc(4096)
let used = POOL.length

/** @param bytes at most those of the pool @returns where they begin in it */
function taken(bytes: number): number {
  if (used + bytes > POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  used += bytes
  return used - bytes
}

function randomText(bytes: number, encoding: 'hex' | 'base64'): string {
  const at = taken(bytes)
  return POOL.toString(encoding, at, at + bytes)
}

/** A UUID is filled in here: only its digits change. */
const UUID = Buffer.from('00000000-0000-0000-0000-000000000000')
const DIGITS = Buffer.from('0123456789abcdef')

/**
 * RFC 9562, 5.4. Node's own is a text of twenty that are joined when it is first looked at, and it is
 * compared with others all the way through an invocation.
 */
export function newUuid(): string {
  const at = taken(16)
  POOL[at + 6] = (POOL[at + 6]! & 0x0f) | 0x40
  POOL[at + 8] = (POOL[at + 8]! & 0x3f) | 0x80
  let place = 0
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) place++
    const byte = POOL[at + i]!
    UUID[place++] = DIGITS[byte >> 4]!
    UUID[place++] = DIGITS[byte & 0x0f]!
  }
  return UUID.toString('latin1')
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
