import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const templates = fileURLToPath(new URL('../../../../templates', import.meta.url))

/** Folder of the template for a language: `ts` or `dart`. */
export function templateFolder(lang: string): string {
  return join(templates, lang)
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
