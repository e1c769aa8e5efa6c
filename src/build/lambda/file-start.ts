import { closeSync, openSync, readSync } from 'node:fs'

/** Enough for a magic number and for the longest `#!` line that Linux reads. */
const BYTES = 256

/** The first bytes of a file as Latin-1. */
export function readStart(file: string): string {
  const bytes = Buffer.alloc(BYTES)
  const descriptor = openSync(file, 'r')
  try {
    return bytes.toString('latin1', 0, readSync(descriptor, bytes))
  } finally {
    closeSync(descriptor)
  }
}
