import { closeSync, existsSync, openSync, readSync } from 'node:fs'

/** ELF's number of each architecture that Node.js knows by name, and the name that QEMU gives it. */
const MACHINES: Record<number, readonly [arch: string, qemu: string]> = {
  0x3e: ['x64', 'qemu-x86_64'],
  0xb7: ['arm64', 'qemu-aarch64'],
}

/**
 * Whether Linux would refuse to execute a file for its format. It has to be asked beforehand: where
 * the kernel refuses, the C library hands the file to a shell instead.
 */
export function hasForeignFormat(executable: string): boolean {
  if (process.platform !== 'linux') return false
  const head = firstBytes(executable, 20)
  if (head === undefined) return false
  if (head.toString('latin1', 0, 2) === '#!') return false
  if (head.toString('latin1', 0, 4) !== '\x7fELF') return true
  const machine = MACHINES[head.readUInt16LE(18)]
  if (machine === undefined || machine[0] === process.arch) return false
  return !existsSync(`/proc/sys/fs/binfmt_misc/${machine[1]}`)
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
