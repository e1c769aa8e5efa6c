import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { indentJson } from '../../../core/indent-json.ts'
import { EXIT, messageOf, OcheError, systemCode } from '../../../core/errors.ts'
import type { CommandContext } from '../context.ts'

/**
 * Writes an event to a new file, so that it can be changed and sent.
 *
 * @throws OcheError `OUT_NOT_WRITABLE`
 */
export function saveEvent(
  event: Uint8Array,
  file: string,
  { args, cwd, output, reporter }: CommandContext,
): number {
  const text = `${indentJson(Buffer.from(event).toString())}\n`
  try {
    writeFileSync(resolve(cwd, file), text, { flag: 'wx' })
  } catch (cause) {
    const isThere = systemCode(cause) === 'EEXIST'
    const reason = isThere ? 'it is there already' : messageOf(cause)
    throw new OcheError('OUT_NOT_WRITABLE', `${file} cannot be written: ${reason}`, {
      remedy: isThere
        ? 'Choose another name behind --save, or delete it.'
        : 'Name a file in a folder that exists.',
      cause,
    })
  }
  if (output.json) output.resultJson({ file })
  const [name] = args.positionals
  reporter.info(`To send it: oche invoke ${name === undefined ? '' : `${name} `}--event ${file}`)
  return EXIT.ok
}
