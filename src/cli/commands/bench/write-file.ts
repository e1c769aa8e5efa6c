import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, OcheError } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'

/**
 * Says before anything is measured that its result could not be kept.
 *
 * @throws OcheError `OUT_NOT_WRITABLE`
 */
export function requireWritable({ cwd }: Pick<CommandContext, 'cwd'>, file: string): void {
  const path = resolve(cwd, file)
  try {
    const isThere = existsSync(path)
    if (isThere && statSync(path).isDirectory()) throw new Error('it is a folder')
    accessSync(isThere ? path : dirname(path), constants.W_OK)
  } catch (cause) {
    throw notWritable(file, cause)
  }
}

/** @throws OcheError `OUT_NOT_WRITABLE` */
export function writeResult({ cwd, reporter }: CommandContext, file: string, text: string): void {
  try {
    writeFileSync(resolve(cwd, file), text)
  } catch (cause) {
    throw notWritable(file, cause)
  }
  reporter.info(`Written: ${file}`)
}

function notWritable(file: string, cause: unknown): OcheError {
  return new OcheError('OUT_NOT_WRITABLE', `${file} cannot be written: ${messageOf(cause)}`, {
    remedy: 'Name a file in a folder that exists.',
    cause,
  })
}
