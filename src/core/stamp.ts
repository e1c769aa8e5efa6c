import type { Stats } from 'node:fs'

/**
 * Where it is the same again, a path leads to the same file with the same contents, which need not be read:
 * its inode, its size and its times. Times alone would not do. File systems tell them in steps of milliseconds,
 * and some package managers give all files the same: a link that leads elsewhere, or a folder in the place
 * of another, brings a file of the same size and times. That of the inode no program can set back.
 *
 * @example if (stampOf(statSync(file)) === before) return
 */
export function stampOf({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino}-${size}-${mtimeMs}-${ctimeMs}`
}
