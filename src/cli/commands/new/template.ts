import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { EXIT, OcheError } from '../../../core/errors.ts'

const templates = fileURLToPath(new URL('../../../../templates', import.meta.url))

/** @throws OcheError `TEMPLATE_MISSING` where this version has none for the language */
export function templateFolder(lang: string): string {
  const folder = join(templates, lang)
  if (existsSync(folder)) return folder
  throw new OcheError('TEMPLATE_MISSING', `this version of oche has no template for ${lang} yet`, {
    remedy: 'Type: oche new <name> --lang ts',
    exit: EXIT.usage,
  })
}

/**
 * Copies a template and puts the project's name in.
 *
 * @returns the files written, relative to the folder
 */
export function writeTemplate(template: string, folder: string, name: string): string[] {
  const files = readdirSync(template, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(template, file)).isFile(),
  )
  return files.map((file) => {
    const target = targetOf(file, name)
    mkdirSync(dirname(join(folder, target)), { recursive: true })
    writeFileSync(join(folder, target), withName(readFileSync(join(template, file), 'utf8'), name))
    return target
  })
}

/** npm leaves a file called `.gitignore` out of a package. */
function targetOf(file: string, name: string): string {
  const parts = file.split(sep).map((part) => (part === '_gitignore' ? '.gitignore' : part))
  return withName(parts.join(sep), name)
}

function withName(text: string, name: string): string {
  return text.replaceAll('__PACKAGE_NAME__', dartName(name)).replaceAll('__NAME__', name)
}

/** Names of Dart packages are lower case with underscores, a letter first. */
function dartName(name: string): string {
  const lower = name.toLowerCase().replaceAll('-', '_')
  return /^[a-z_]/.test(lower) ? lower : `fn_${lower}`
}
