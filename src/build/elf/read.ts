import { openSync, readSync, closeSync } from 'node:fs'
import type { Architecture } from '../../core/config/schema.ts'

/** What an executable says of itself. */
export interface ElfFacts {
  /** Undefined for a machine that Lambda does not have. */
  arch: Architecture | undefined
  /** `e_machine`, see elf.h. */
  machine: number
}

/** `e_machine` of the two architectures of Lambda. */
const MACHINES: Record<number, Architecture> = { 0xb7: 'arm64', 0x3e: 'x86_64' }

const ELF64_HEADER_BYTES = 64

/** Reads the header of an ELF file; undefined where the bytes are something else. */
export function parseElf(header: Uint8Array): ElfFacts | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength)
  if (header.length < ELF64_HEADER_BYTES || view.getUint32(0) !== 0x7f454c46) return undefined
  const littleEndian = view.getUint8(5) === 1
  const machine = view.getUint16(18, littleEndian)
  return { arch: MACHINES[machine], machine }
}

export function readElf(file: string): ElfFacts | undefined {
  const header = new Uint8Array(ELF64_HEADER_BYTES)
  const descriptor = openSync(file, 'r')
  try {
    return parseElf(header.subarray(0, readSync(descriptor, header)))
  } finally {
    closeSync(descriptor)
  }
}
