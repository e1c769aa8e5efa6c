import type { MachineCode } from './error-codes/index.ts'
import { messageOf, OcheError, systemCode } from './errors.ts'

const WRITABLE = 'Choose a folder that can be written, see --cwd.'
const ALLOWED = 'Give this user the right to it.'
const SPACE = 'Free some disk space; "oche clean" deletes what builds left.'

/** What a machine refuses is no bug of ours and no mistake in a source, wherever it is met. */
const FAULTS: Record<MachineCode, readonly [words: string, remedy: string]> = {
  EACCES: ['permission denied', ALLOWED],
  EPERM: ['permission denied', ALLOWED],
  EROFS: ['the disk can only be read', WRITABLE],
  ENOSPC: ['no space is left on the disk', SPACE],
  EDQUOT: ['this user’s share of the disk is used up', SPACE],
  EMFILE: ['too many files are open', 'Raise the limit of open files: ulimit -n 4096'],
}

/** An error of the system that says something about the machine; undefined for any other. */
export function machineFault(thrown: unknown): OcheError | undefined {
  const code = codeOf(thrown)
  if (code === undefined || !isMachineCode(code)) return undefined
  const [words, remedy] = FAULTS[code]
  const { path } = thrown as { path?: unknown }
  const message = typeof path === 'string' ? `${path}: ${words}` : words
  return new OcheError(code, message, { remedy, cause: messageOf(thrown) })
}

function isMachineCode(code: string): code is MachineCode {
  return Object.hasOwn(FAULTS, code)
}

/** `mkdir -p` on a disk that can only be read says that the new folder is not there. */
function codeOf(thrown: unknown): string | undefined {
  const code = systemCode(thrown)
  const isMaking = (thrown as { syscall?: unknown } | null)?.syscall === 'mkdir'
  return code === 'ENOENT' && isMaking ? 'EROFS' : code
}

/** As the C library of every system words it, and as tools pass it on. */
const WORDS: readonly [RegExp, MachineCode][] = [
  [/\bno space left on device\b|\bENOSPC: /i, 'ENOSPC'],
  [/\bread-only file system\b|\bEROFS: /i, 'EROFS'],
  [/\bdisk quota exceeded\b|\bEDQUOT: /i, 'EDQUOT'],
  [/\btoo many open files\b|\bEMFILE: /i, 'EMFILE'],
]

/** The same, told by what a tool has written before it failed. */
export function machineFaultIn(output: string): OcheError | undefined {
  const code = WORDS.find(([words]) => words.test(output))?.[1]
  if (code === undefined) return undefined
  const [words, remedy] = FAULTS[code]
  return new OcheError(code, words, { remedy, detail: output })
}
