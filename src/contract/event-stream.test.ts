import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { encodeFrame, invokeComplete, payloadChunk } from './event-stream.ts'

describe('a frame', () => {
  it('is laid out as smithy documents it', () => {
    const frame = encodeFrame({ headers: [['a', 'bc']], payload: Buffer.from('xyz') }, crc32)
    expect(frame.length).toBe(12 + 7 + 3 + 4)
    expect(frame.readUInt32BE(0)).toBe(frame.length)
    expect(frame.readUInt32BE(4)).toBe(7)
    expect(frame.readUInt32BE(8)).toBe(crc32(frame.subarray(0, 8)))
    expect(frame.subarray(12, 19)).toEqual(Buffer.from([1, 0x61, 7, 0, 2, 0x62, 0x63]))
    expect(frame.toString('latin1', 19, 22)).toBe('xyz')
    expect(frame.readUInt32BE(22)).toBe(crc32(frame.subarray(0, 22)))
  })

  // The smallest message: no headers, no payload; its checksums are published with the format.
  it('without anything in it has the known bytes', () => {
    expect(encodeFrame({ headers: [], payload: Buffer.alloc(0) }, crc32).toString('hex')).toBe(
      '000000100000000005c248eb7d98c8ff',
    )
  })
})

describe('messages of an invocation', () => {
  it('say what they are', () => {
    expect(Object.fromEntries(payloadChunk(Buffer.from('a')).headers)).toEqual({
      ':message-type': 'event',
      ':event-type': 'PayloadChunk',
      ':content-type': 'application/octet-stream',
    })
    expect(invokeComplete({ ErrorCode: 'X' }).payload.toString()).toBe('{"ErrorCode":"X"}')
  })
})
