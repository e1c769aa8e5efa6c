import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { ownPath } from '../../../core/own-package.ts'
import type { Answers } from './answers.ts'

/**
 * Copies what every project of the language has, and what the template has besides or instead.
 *
 * @returns the files written, relative to the folder
 */
export function writeTemplate(folder: string, answers: Answers): string[] {
  const { lang, template } = answers
  const own = template.name === 'shop' ? 'examples/shop' : `templates/${template.name}/${lang}`
  const layers = [`templates/${lang}`, own].map((path) => ownPath(path))
  return [...new Set(layers.flatMap((layer) => copy(layer, folder, answers)))]
}

function copy(layer: string, folder: string, answers: Answers): string[] {
  const files = readdirSync(layer, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !isMade(file) && statSync(join(layer, file)).isFile(),
  )
  return files.map((file) => {
    const target = targetOf(file)
    mkdirSync(dirname(join(folder, target)), { recursive: true })
    const text = readFileSync(join(layer, file), 'utf8')
    writeFileSync(join(folder, target), filledIn(target, text, answers))
    return target
  })
}

/** What tools leave in an example that was tried where it lies. */
function isMade(file: string): boolean {
  return /^(node_modules|\.oche|\.dart_tool|pubspec\.lock|package-lock\.json)/.test(file)
}

/** npm leaves a file called `.gitignore` out of a package. */
function targetOf(file: string): string {
  return file
    .split(sep)
    .map((part) => (part === '_gitignore' ? '.gitignore' : part))
    .join(sep)
}

function filledIn(file: string, text: string, answers: Answers): string {
  const { name, template } = answers
  const named = text
    .replaceAll('__PACKAGE_NAME__', dartName(name))
    .replaceAll('__NAME__', name)
    .replaceAll('__RUN__', template.run)
    .replace('  # __ACCESS__', ACCESS[answers.access])
  if (file === 'oche.yaml') return configuration(named, answers)
  if (template.name !== 'shop') return named
  if (file === 'package.json') return named.replace('"name": "shop"', `"name": "${name}"`)
  return named.replaceAll('../../dart/oche', 'packages/oche')
}

function configuration(text: string, { name, template, engine }: Answers): string {
  const own = template.name === 'shop' ? text.replace(/^name: shop$/m, `name: ${name}`) : text
  const chosen = engine === 'bun' ? own : own.replace(/^source: .*$/m, `$&\nengine: ${engine}`)
  return `${SCHEMA_LINE}\n${chosen}`
}

/** Where editors find what may stand in the file, without a network. */
export const SCHEMA_LINE = '# yaml-language-server: $schema=.oche/schema.json'

const ACCESS = {
  public: `  # Anybody on the internet may call this function once it is deployed.
  # Delete the next line to let in only callers who sign with AWS credentials.
  access: public`,
  iam: `  # Only callers who sign with AWS credentials; "public" lets in anybody on the internet.
  access: iam`,
}

/** No package has the name of one that it depends on. */
const DEPENDENCIES = ['oche', 'oche_shelf', 'shelf', 'dart_frog', 'lints', 'test']

/** Names of Dart packages are lower case with underscores, a letter first. */
function dartName(name: string): string {
  const lower = name.toLowerCase().replaceAll('-', '_')
  const valid = /^[a-z_]/.test(lower) ? lower : `fn_${lower}`
  return DEPENDENCIES.includes(valid) ? `${valid}_api` : valid
}
