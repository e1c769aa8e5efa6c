/** Gives bytes of a file; fewer than asked for at its end. */
export type Reader = (offset: number, length: number) => Buffer

/** An entry of the program header table. */
export interface Segment {
  type: number
  offset: number
  address: number
  bytes: number
}

/** Size of an entry of a 64-bit program header table. */
const ENTRY_BYTES = 56

/** The program headers of a 64-bit little-endian ELF file. */
export function readSegments(header: Buffer, read: Reader): Segment[] {
  const offset = Number(header.readBigUInt64LE(32))
  const entrySize = header.readUInt16LE(54)
  const count = header.readUInt16LE(56)
  if (entrySize < ENTRY_BYTES) return []
  const table = read(offset, entrySize * count)
  const segments: Segment[] = []
  for (let at = 0; at + ENTRY_BYTES <= table.length; at += entrySize) {
    segments.push({
      type: table.readUInt32LE(at),
      offset: Number(table.readBigUInt64LE(at + 8)),
      address: Number(table.readBigUInt64LE(at + 16)),
      bytes: Number(table.readBigUInt64LE(at + 32)),
    })
  }
  return segments
}
