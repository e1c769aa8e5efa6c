import { Blob } from '../../web/blob.ts'
import { joined } from '../../web/text.ts'
import { Buffer } from '../buffer.ts'

type Source = AsyncIterable<Uint8Array | string>

async function bytes(stream: Source): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(typeof part === 'string' ? Buffer.from(part) : part)
  return joined(...parts)
}

export const buffer = async (stream: Source) => Buffer.from((await bytes(stream)) as never)
export const text = async (stream: Source) => (await buffer(stream)).toString()
export const json = async (stream: Source) => JSON.parse(await text(stream))
export const arrayBuffer = async (stream: Source) => (await bytes(stream)).slice().buffer
export const blob = async (stream: Source) =>
  new Blob([(await bytes(stream)) as Uint8Array<ArrayBuffer>])
