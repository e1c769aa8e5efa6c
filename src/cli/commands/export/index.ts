import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { EXIT, messageOf, OcheError } from '../../../core/errors.ts'
import { nearest } from '../../../core/nearest.ts'
import { exportSam, exportTerraform } from '../../../deploy/index.ts'
import { usageError } from '../../arguments/usage-error.ts'
import { trustPolicy } from './github-oidc.ts'
import type { CommandContext } from '../context.ts'

const formats = { sam: exportSam, terraform: exportTerraform }

const TRUST = 'github-oidc'

/** @throws OcheError `USAGE` */
function formatNamed(name: string): typeof exportSam {
  if (Object.hasOwn(formats, name)) return formats[name as keyof typeof formats]
  const meant = nearest(name, [...Object.keys(formats), TRUST])
  throw usageError(
    `export takes sam, terraform or github-oidc, not "${name}"`,
    meant ? `Did you mean "oche export ${meant}"?` : undefined,
  )
}

/** @throws OcheError `OUT_NOT_WRITABLE` */
function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (cause) {
    throw new OcheError('OUT_NOT_WRITABLE', `${file} cannot be written: ${messageOf(cause)}`, {
      remedy: 'Give --out a file in a folder that exists.',
      cause,
    })
  }
}

/** Writes what a deploy would make as a file for another tool. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter, cwd } = context
  const project = context.loadProject()
  const [format = ''] = args.positionals
  const { content, leftOut } =
    format === TRUST
      ? { content: trustPolicy(project.account, args), leftOut: [] }
      : formatNamed(format)(project, project.functions)
  const file = args.text('out')
  if (file !== undefined) write(resolve(cwd, file), content)
  if (output.json) output.resultJson({ format, file: file ?? null, content, leftOut })
  else output.result(file ?? content.trimEnd())
  for (const one of leftOut) reporter.warn(`left out: ${one}`)
  if (format === TRUST) reporter.info('Give it to the role: --assume-role-policy-document file://…')
  else
    reporter.info('It names the zips that "oche build" leaves, as seen from the project’s folder.')
  return EXIT.ok
}
