import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const conformance = fileURLToPath(new URL('../conformance/', import.meta.url))

/** A body of a case: text, which is UTF-8, or bytes. */
export interface CaseBody {
  body?: string
  bodyBase64?: string
}

/** Every case of a folder of tests/conformance. */
export function readCases<Case>(folder: string): Case[] {
  const path = join(conformance, folder)
  return readdirSync(path)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(path, file), 'utf8')) as Case)
}

export function bytesOf({ body, bodyBase64 }: CaseBody): Buffer<ArrayBuffer> {
  return bodyBase64 === undefined ? Buffer.from(body ?? '') : Buffer.from(bodyBase64, 'base64')
}

/** Text as the bytes of its UTF-8, one character a byte: what HTTP headers hold in JavaScript. */
export function byteString(text: string): string {
  return Buffer.from(text).toString('latin1')
}
