/** Parts of an ELF file that a test wants to see read. */
export interface ElfSample {
  /** `e_machine`. @default 0x3e, x86_64 */
  machine?: number
  /** `e_type`. @default 2, an executable */
  type?: number
  interpreter?: string
  needed?: readonly string[]
  runpath?: string
  /** Symbol versions, all of one library. */
  versions?: readonly string[]
}

const HEADER = 64
const SEGMENT = 56
const PT_LOAD = 1
const PT_DYNAMIC = 2
const PT_INTERP = 3

/** The bytes of a 64-bit little-endian ELF file that says this of itself, and does nothing. */
export function elfBytes(sample: ElfSample): Buffer {
  const { machine = 0x3e, type = 2, interpreter, needed = [], runpath, versions = [] } = sample
  const strings = new Strings()
  const dynamic: [tag: number, value: number][] = [
    ...needed.map((name): [number, number] => [1, strings.add(name)]),
    ...(runpath === undefined ? [] : [[29, strings.add(runpath)] as [number, number]]),
  ]
  const need = versionNeeds(versions, strings)
  const linked = dynamic.length > 0 || versions.length > 0
  const interp = Buffer.from(interpreter === undefined ? '' : `${interpreter}\0`)
  const segments = 1 + Number(linked) + Number(interpreter !== undefined)

  const interpAt = HEADER + segments * SEGMENT
  const needAt = interpAt + interp.length
  const stringsAt = needAt + need.length
  const text = strings.bytes()
  const dynamicAt = stringsAt + text.length
  dynamic.push([5, stringsAt], [10, text.length], [0x6ffffffe, needAt])
  dynamic.push([0x6fffffff, versions.length > 0 ? 1 : 0], [0, 0])
  const table = Buffer.alloc(dynamic.length * 16)
  dynamic.forEach(([tag, value], i) => {
    table.writeBigUInt64LE(BigInt(tag), i * 16)
    table.writeBigUInt64LE(BigInt(value), i * 16 + 8)
  })

  const header = Buffer.alloc(HEADER)
  header.write('\x7fELF', 0, 'latin1')
  header.set([2, 1, 1], 4)
  header.writeUInt16LE(type, 16)
  header.writeUInt16LE(machine, 18)
  header.writeBigUInt64LE(BigInt(HEADER), 32)
  header.writeUInt16LE(SEGMENT, 54)
  header.writeUInt16LE(segments, 56)
  return Buffer.concat([
    header,
    segment(PT_LOAD, 0, dynamicAt + table.length),
    ...(linked ? [segment(PT_DYNAMIC, dynamicAt, table.length)] : []),
    ...(interpreter === undefined ? [] : [segment(PT_INTERP, interpAt, interp.length)]),
    interp,
    need,
    text,
    table,
  ])
}

/** A program header; addresses are offsets here. */
function segment(type: number, offset: number, bytes: number): Buffer {
  const entry = Buffer.alloc(SEGMENT)
  entry.writeUInt32LE(type, 0)
  for (const at of [8, 16]) entry.writeBigUInt64LE(BigInt(offset), at)
  entry.writeBigUInt64LE(BigInt(bytes), 32)
  return entry
}

function versionNeeds(versions: readonly string[], strings: Strings): Buffer {
  const bytes = Buffer.alloc(16 + versions.length * 16)
  bytes.writeUInt16LE(versions.length, 2)
  bytes.writeUInt32LE(16, 8)
  versions.forEach((version, i) => {
    bytes.writeUInt32LE(strings.add(version), 16 + i * 16 + 8)
    bytes.writeUInt32LE(i === versions.length - 1 ? 0 : 16, 16 + i * 16 + 12)
  })
  return bytes
}

class Strings {
  #text = '\0'

  add(text: string): number {
    const at = this.#text.length
    this.#text += `${text}\0`
    return at
  }

  bytes(): Buffer {
    return Buffer.from(this.#text)
  }
}
