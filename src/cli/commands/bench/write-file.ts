import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { messageOf, OcheError } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'

/** @throws OcheError `OUT_NOT_WRITABLE` */
export function writeResult({ cwd, reporter }: CommandContext, file: string, text: string): void {
  try {
    writeFileSync(resolve(cwd, file), text)
  } catch (cause) {
    throw new OcheError('OUT_NOT_WRITABLE', `${file} cannot be written: ${messageOf(cause)}`, {
      remedy: 'Name a file in a folder that exists.',
      cause,
    })
  }
  reporter.info(`Written: ${file}`)
}
