import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseConfig } from '../../../../core/config/parse.ts'
import { EXIT, OcheError } from '../../../../core/errors.ts'
import { makeOcheFolder } from '../../../../core/paths.ts'
import type { CommandContext } from '../../context.ts'
import { configurationText } from './configuration.ts'
import { findExisting } from './find.ts'

const FILE = 'oche.yaml'

/** Writes `oche.yaml` for the project that is there, and nothing else of the project's. */
export function describeExisting({ cwd, output, reporter }: CommandContext): number {
  const file = join(cwd, FILE)
  if (existsSync(file)) {
    throw new OcheError('CONFIG_EXISTS', `there is an ${FILE} already; nothing was written`, {
      remedy: 'Edit it, or delete it before: oche new .',
    })
  }
  const found = findExisting(cwd)
  const text = configurationText(found)
  writeFileSync(file, text)
  makeOcheFolder(cwd)
  const { name, files, notes } = found
  const todo = [...found.todo, ...mistakes(text)]
  if (output.json)
    output.resultJson({ name, folder: cwd, files: [FILE], readFrom: files, notes, todo })
  else {
    output.result(file)
    if (files.length > 0) reporter.info(`Found in ${files.join(', ')}`)
    for (const note of notes) reporter.warn(`not taken over: ${note}`)
    for (const one of todo) reporter.warn(one)
    const next = todo.length > 0 ? 'Next, when that is done' : 'Next'
    reporter.info(`\n${next}:\n  oche doctor\n  oche dev`)
  }
  return EXIT.ok
}

/** What AWS would refuse of it, as every command would tell. */
function mistakes(text: string): string[] {
  try {
    parseConfig(text, FILE)
    return []
  } catch (thrown) {
    if (thrown instanceof OcheError) return thrown.message.split('\n')
    throw thrown
  }
}
