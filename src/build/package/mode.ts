import { readStart } from '../lambda/file-start.ts'

/**
 * Whether a file of a package is marked executable. Told from its contents: Windows keeps no such
 * mark, a umask or a checkout may change it, and the same inputs must give the same package.
 */
export function isExecutable(file: string): boolean {
  return /^(\x7fELF|#!)/.test(readStart(file))
}
