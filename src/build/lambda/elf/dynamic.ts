import type { Reader, Segment } from './segments.ts'

/** What the dynamic linker has to find before an executable starts. */
export interface Linkage {
  /** Names of shared libraries. */
  needed: string[]
  /** Folders that the file itself names, `$ORIGIN` unresolved. */
  searchPath: string[]
  /** Symbol versions, such as `GLIBC_2.34`. */
  versions: string[]
}

/** `p_type` */
const PT_LOAD = 1
const PT_DYNAMIC = 2

/** `d_tag`, see elf.h. */
const DT_NEEDED = 1
const DT_STRTAB = 5
const DT_STRSZ = 10
const DT_RPATH = 15
const DT_RUNPATH = 29
const DT_FLAGS_1 = 0x6ffffffb
const DT_VERNEED = 0x6ffffffe
const DT_VERNEEDNUM = 0x6fffffff

/** Position-independent executable, in `DT_FLAGS_1`. */
const DF_1_PIE = 0x08000000

/** No string table of a real program comes near this; a damaged size must not take the memory. */
const MAX_STRINGS = 64 * 1024 * 1024
const MAX_VERSIONS = 10_000

/** Reads the dynamic section; everything is empty for a static executable. */
export function readDynamic(
  segments: readonly Segment[],
  read: Reader,
): Linkage & { pie: boolean } {
  const entries = readEntries(segments, read)
  const one = (tag: number) => entries.find((entry) => entry.tag === tag)?.value
  const offsetOf = (address: number | undefined) => fileOffset(segments, address)
  const strings = readStrings(offsetOf(one(DT_STRTAB)), one(DT_STRSZ), read)
  const names = (tag: number) =>
    entries.filter((entry) => entry.tag === tag).map(({ value }) => stringAt(strings, value))
  return {
    needed: names(DT_NEEDED),
    searchPath: [...names(DT_RUNPATH), ...names(DT_RPATH)].flatMap((path) => path.split(':')),
    versions: readVersions(offsetOf(one(DT_VERNEED)), one(DT_VERNEEDNUM) ?? 0, strings, read),
    pie: ((one(DT_FLAGS_1) ?? 0) & DF_1_PIE) !== 0,
  }
}

function readEntries(segments: readonly Segment[], read: Reader): { tag: number; value: number }[] {
  const segment = segments.find(({ type }) => type === PT_DYNAMIC)
  if (segment === undefined) return []
  const table = read(segment.offset, segment.bytes)
  const entries: { tag: number; value: number }[] = []
  for (let at = 0; at + 16 <= table.length; at += 16) {
    const tag = Number(table.readBigUInt64LE(at))
    if (tag === 0) break
    entries.push({ tag, value: Number(table.readBigUInt64LE(at + 8)) })
  }
  return entries
}

/** The dynamic section has addresses; the segment that is loaded there says where in the file. */
function fileOffset(segments: readonly Segment[], address: number | undefined): number | undefined {
  if (address === undefined) return undefined
  const segment = segments.find(
    (one) => one.type === PT_LOAD && address >= one.address && address < one.address + one.bytes,
  )
  return segment && segment.offset + (address - segment.address)
}

function readStrings(offset: number | undefined, size: number | undefined, read: Reader): Buffer {
  if (offset === undefined || size === undefined) return Buffer.alloc(0)
  return read(offset, Math.min(size, MAX_STRINGS))
}

function stringAt(strings: Buffer, offset: number): string {
  const end = strings.indexOf(0, offset)
  return strings.toString('utf8', offset, end === -1 ? strings.length : end)
}

/** `Elf64_Verneed` (16 bytes, one a library), each with its chain of `Elf64_Vernaux` (16 bytes). */
function readVersions(
  offset: number | undefined,
  libraries: number,
  strings: Buffer,
  read: Reader,
): string[] {
  const versions: string[] = []
  let at = offset
  for (let i = 0; at !== undefined && i < libraries; i++) {
    const need = read(at, 16)
    if (need.length < 16) break
    let auxiliary = at + need.readUInt32LE(8)
    for (let j = 0; j < need.readUInt16LE(2) && versions.length < MAX_VERSIONS; j++) {
      const aux = read(auxiliary, 16)
      if (aux.length < 16) break
      versions.push(stringAt(strings, aux.readUInt32LE(8)))
      auxiliary += aux.readUInt32LE(12)
    }
    const next = need.readUInt32LE(12)
    at = next === 0 ? undefined : at + next
  }
  return versions
}
