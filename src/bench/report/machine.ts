import os from 'node:os'
import type { Machine } from './types.ts'

/** This machine: nothing that tells whose it is. */
export function thisMachine(): Machine {
  return {
    processor: os.cpus()[0]?.model.trim() || 'unknown',
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    platform: process.platform,
    architecture: process.arch,
    kernel: os.release(),
    node: process.versions.node,
  }
}
