import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { linkOwnPackage } from '../../../build/index.ts'
import { EXIT, OcheError } from '../../../core/errors.ts'
import { makeOcheFolder } from '../../../core/paths.ts'
import { answersOf, type Answers } from './answers.ts'
import { writeDartPackages } from './dart-package.ts'
import { describeExisting } from './existing/index.ts'
import { installPackages, typedCommand } from './install.ts'
import { addPackages } from './packages.ts'
import { questionsFor } from './questions.ts'
import { writeTemplate } from './template.ts'
import type { CommandContext } from '../context.ts'

/** Writes a new project and installs its packages; in a project that is there, oche.yaml alone. */
export async function run(context: CommandContext): Promise<number> {
  const { args, cwd } = context
  const [typed] = args.positionals
  const isHere = typed === '.'
  if (isHere && !isEmpty(cwd)) return describeExisting(context)
  const given = {
    name: isHere ? basename(cwd) : typed,
    lang: args.text('lang'),
    template: args.text('template'),
    engine: args.text('engine'),
    access: args.text('access'),
  }
  const answers = await answersOf(given, questionsFor(context))
  if (answers === undefined) return EXIT.sigint
  const folder = isHere ? cwd : resolve(cwd, answers.name)
  checkEmpty(folder, answers.name)
  return write(folder, answers, context)
}

async function write(folder: string, answers: Answers, context: CommandContext): Promise<number> {
  const { args, output, reporter, cwd } = context
  const { name } = answers
  const wasThere = existsSync(folder)
  try {
    const files = writeFiles(folder, answers)
    const left = args.has('no-install')
      ? typedCommand(folder)
      : await installPackages(folder, context)
    if (answers.lang === 'ts') linkOwnPackage(folder)
    if (output.json) output.resultJson({ name, folder, files, installed: left === undefined })
    else {
      output.result(folder)
      const enter = folder === cwd ? [] : [`cd ${name}`]
      const { prepare = [] } = answers.template
      const steps = [...enter, ...(left === undefined ? [] : [left]), ...prepare, 'oche dev']
      reporter.info(`\nNext:\n${steps.map((step) => `  ${step}`).join('\n')}`)
    }
    return EXIT.ok
  } catch (thrown) {
    // Whoever stops it half-way wants nothing of it.
    removeAll(folder, wasThere)
    throw thrown
  }
}

function writeFiles(folder: string, answers: Answers): string[] {
  const files = writeTemplate(folder, answers)
  const isDart = answers.lang === 'dart' || existsSync(join(folder, 'pubspec.yaml'))
  if (isDart) files.push(...writeDartPackages(folder))
  addPackages(folder, answers)
  makeOcheFolder(folder)
  return files
}

function removeAll(folder: string, wasThere: boolean): void {
  const all = wasThere ? readdirSync(folder).map((name) => join(folder, name)) : [folder]
  for (const path of all) rmSync(path, { recursive: true, force: true })
}

function isEmpty(folder: string): boolean {
  return !existsSync(folder) || readdirSync(folder).length === 0
}

function checkEmpty(folder: string, name: string): void {
  if (isEmpty(folder)) return
  throw new OcheError('FOLDER_NOT_EMPTY', `${folder} is not empty; nothing was written`, {
    remedy: `Choose another name: oche new ${name}-2`,
  })
}
