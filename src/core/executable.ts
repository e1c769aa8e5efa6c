import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import type { Architecture } from './config/schema.ts'
import { hostArchitecture } from './host.ts'

/** `e_machine` of the two architectures of Lambda, see elf.h. */
const MACHINES: Record<number, Architecture> = { 0xb7: 'arm64', 0x3e: 'x86_64' }

/** What the kernel calls their emulators. */
const EMULATORS: Record<Architecture, string> = { arm64: 'qemu-aarch64', x86_64: 'qemu-x86_64' }

/** The architecture that an ELF file's `e_machine` stands for; undefined where Lambda has none. */
export function elfArchitecture(machine: number): Architecture | undefined {
  return MACHINES[machine]
}

/**
 * Why Linux would refuse to execute a file for its format: the architecture it is for, or `unknown`
 * where it is no executable. It has to be asked beforehand: where the kernel refuses, the C library
 * hands the file to a shell instead.
 */
export function foreignFormat(executable: string): Architecture | 'unknown' | undefined {
  if (process.platform !== 'linux') return undefined
  const head = firstBytes(executable, 20)
  if (head === undefined) return undefined
  if (head.toString('latin1', 0, 2) === '#!') return undefined
  if (head.toString('latin1', 0, 4) !== '\x7fELF') return 'unknown'
  const arch = elfArchitecture(head.readUInt16LE(18))
  if (arch === undefined || arch === hostArchitecture()) return undefined
  return existsSync(`/proc/sys/fs/binfmt_misc/${EMULATORS[arch]}`) ? undefined : arch
}

/** Whether a file is a program for another architecture or another system than this. */
export function isForeignProgram(file: string): boolean {
  if (process.platform !== 'linux') return firstBytes(file, 4)?.toString('latin1') === '\x7fELF'
  const format = foreignFormat(file)
  return format !== undefined && format !== 'unknown'
}

/** Undefined where the file cannot be read: the start will say why. */
function firstBytes(path: string, length: number): Buffer | undefined {
  const bytes = Buffer.alloc(length)
  try {
    const file = openSync(path, 'r')
    try {
      readSync(file, bytes, 0, length, 0)
    } finally {
      closeSync(file)
    }
    return bytes
  } catch {
    return undefined
  }
}
