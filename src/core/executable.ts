import { closeSync, existsSync, openSync, readSync } from 'node:fs'
import type { Architecture } from './config/schema.ts'

interface Machine {
  arch: Architecture
  /** As Node.js calls it. */
  node: string
  /** As the kernel calls its emulator. */
  emulator: string
}

/** By ELF's number. */
const MACHINES: Record<number, Machine> = {
  0x3e: { arch: 'x86_64', node: 'x64', emulator: 'qemu-x86_64' },
  0xb7: { arch: 'arm64', node: 'arm64', emulator: 'qemu-aarch64' },
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
  const machine = MACHINES[head.readUInt16LE(18)]
  if (machine === undefined || machine.node === process.arch) return undefined
  return existsSync(`/proc/sys/fs/binfmt_misc/${machine.emulator}`) ? undefined : machine.arch
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
