import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import type { Architecture } from '../../../core/config/schema.ts'
import { elfArchitecture } from '../../../core/executable.ts'
import { readDynamic, type Linkage } from './dynamic.ts'
import { readSegments, type Reader, type Segment } from './segments.ts'

/** What an ELF file says of itself. */
export interface ElfFacts extends Linkage {
  kind: 'executable' | 'library' | 'object'
  /** Undefined for a machine that Lambda does not have. */
  arch: Architecture | undefined
  /** `e_machine`, see elf.h. */
  machine: number
  bits: 32 | 64
  /** Path of the dynamic linker; undefined for a static executable. */
  interpreter: string | undefined
}

const HEADER_BYTES = 64
const MAGIC = 0x7f454c46

/** `e_type` */
const ET_EXEC = 2
const ET_DYN = 3

/** `p_type` */
const PT_INTERP = 3

/** Reads what decides whether an executable starts; undefined where the file is no ELF file. */
export function readElf(file: string): ElfFacts | undefined {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    return parseElf((offset, length) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - offset)))
      return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset))
    })
  } finally {
    closeSync(descriptor)
  }
}

/** @param read gives bytes of the file; fewer than asked for at its end */
export function parseElf(read: Reader): ElfFacts | undefined {
  const header = read(0, HEADER_BYTES)
  if (header.length < 20 || header.readUInt32BE(0) !== MAGIC) return undefined
  const bits = header[4] === 2 ? 64 : 32
  const littleEndian = header[5] === 1
  const machine = littleEndian ? header.readUInt16LE(18) : header.readUInt16BE(18)
  const arch = bits === 64 && littleEndian ? elfArchitecture(machine) : undefined
  const type = littleEndian ? header.readUInt16LE(16) : header.readUInt16BE(16)
  if (arch === undefined || header.length < HEADER_BYTES) {
    const kind = type === ET_EXEC || type === ET_DYN ? 'executable' : 'object'
    return { kind, arch: undefined, machine, bits, interpreter: undefined, ...NO_LINKAGE }
  }
  const segments = readSegments(header, read)
  const interpreter = readInterpreter(segments, read)
  const { pie, ...linkage } = readDynamic(segments, read)
  const executable = type === ET_EXEC || (type === ET_DYN && (pie || interpreter !== undefined))
  const kind = executable ? 'executable' : type === ET_DYN ? 'library' : 'object'
  return { kind, arch, machine, bits, interpreter, ...linkage }
}

const NO_LINKAGE: Linkage = { needed: [], searchPath: [], versions: [] }

function readInterpreter(segments: readonly Segment[], read: Reader): string | undefined {
  const segment = segments.find(({ type }) => type === PT_INTERP)
  return segment && read(segment.offset, segment.bytes).toString('latin1').replace(/\0.*$/s, '')
}
