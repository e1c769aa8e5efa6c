import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { linkOwnPackage } from '../../../build/index.ts'
import { EXIT, OcheError } from '../../../core/errors.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { writeDartPackages } from './dart-package.ts'
import { useEngine } from './engine.ts'
import { installPackages, typedCommand } from './install.ts'
import { templateFolder, writeTemplate } from './template.ts'
import type { CommandContext } from '../context.ts'

/** Writes a new project and installs its packages. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter, cwd } = context
  const name = checkName(args.positionals[0]!)
  const lang = args.text('lang') ?? 'ts'
  const engine = args.text('engine')
  if (engine !== undefined && lang === 'dart') throw usageError('--engine is for TypeScript')
  const template = templateFolder(lang)
  const folder = resolve(cwd, name)
  checkEmpty(folder, name)
  const files = writeTemplate(template, folder, name)
  if (lang === 'dart') files.push(...writeDartPackages(folder))
  if (engine !== undefined) useEngine(folder, engine)
  const left = args.has('no-install')
    ? typedCommand(folder)
    : await installPackages(folder, context)
  if (lang === 'ts') linkOwnPackage(folder)
  if (output.json) output.resultJson({ name, folder, files, installed: left === undefined })
  else {
    output.result(folder)
    const steps = [`cd ${name}`, ...(left === undefined ? [] : [left]), 'oche dev']
    reporter.info(`\nNext:\n${steps.map((step) => `  ${step}`).join('\n')}`)
  }
  return EXIT.ok
}

function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(name)) return name
  throw usageError(
    `"${name}" cannot be the name of a function`,
    'Use 1 to 64 letters, digits, - and _, a letter or digit first: oche new hello',
  )
}

function checkEmpty(folder: string, name: string): void {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return
  throw new OcheError('FOLDER_NOT_EMPTY', `${folder} is not empty; nothing was written`, {
    remedy: `Choose another name: oche new ${name}-2`,
  })
}
