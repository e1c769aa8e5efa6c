import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Architecture } from '../../../core/config/schema.ts'
import { OcheError } from '../../../core/errors.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { NO_INPUTS } from '../../inputs/inputs.ts'
import { sourcesToWatch } from '../../inputs/watched.ts'
import { folderContents } from '../../package/include.ts'
import type { PackageFile } from '../../package/types.ts'
import { runTool } from '../../process/run.ts'
import type { CompileRequest, Compiler } from '../../types.ts'
import { findEngine } from './engine.ts'
import { containerFailure } from './failure.ts'
import { buildArguments, keepsImage } from './plan.ts'

export interface ContainerOptions {
  root: string
  fn: FunctionConfig
  /** Why a container and not this machine. */
  why: string
  /** What makes a container needless, as a remedy. */
  instead?: string | undefined
  /** The project's own Containerfile, as an absolute path; otherwise `text`. */
  file?: string
  /** Text of a Containerfile of ours. */
  text?: (arch: Architecture) => string
  /** What of the project a Containerfile of ours leaves out. */
  ignored?: readonly string[]
  /** Makes the package's files of what the last stage holds. @default they are the package */
  finish?: (output: string, folder: string) => PackageFile[]
  /** Names in the last stage that are kept beside the package, where they are there. */
  beside?: readonly string[]
  /** The program to start on this machine. @default the bootstrap */
  program?: (folder: string) => string
}

/** Any toolchain, in a container: the last stage's files are the package, `bootstrap` among them. */
export function containerCompiler(options: ContainerOptions): Compiler {
  const { root, file, why } = options
  const finish = options.finish ?? wholeOutput
  return {
    route: undefined,
    identity: [
      'container',
      file === undefined ? '' : relative(root, file),
      textOf(options, 'arm64'),
    ],
    folders: [root],

    async compile(request) {
      const output = await buildImage(options, request)
      const made = finish(output, request.folder)
      const isBeside = ({ name }: PackageFile) => options.beside?.includes(name)
      const files = made.filter((file) => !isBeside(file))
      const beside = made.filter(isBeside).map(({ name }) => name)
      if (files.some(({ name }) => name === 'bootstrap')) return { files, beside }
      throw new OcheError(
        'BUILD_OUTPUT_MISSING',
        `the last stage of ${file === undefined ? 'the container build' : relative(root, file)} has no file /bootstrap`,
        {
          remedy: 'Let it end with: FROM scratch, and COPY --from=build /out/bootstrap /bootstrap',
        },
      )
    },

    async compileForHost(request) {
      if (process.platform !== 'linux') {
        throw new OcheError(
          'HOST_UNSUPPORTED',
          `oche dev cannot run what a container builds (${why})`,
          {
            remedy:
              'A container builds for Linux: install the compiler on this machine for oche dev.',
          },
        )
      }
      const watched = await sourcesToWatch([root], request.signal)
      const output = await buildImage(options, request)
      cpSync(output, request.folder, { recursive: true })
      const executable = options.program?.(request.folder) ?? join(request.folder, 'bootstrap')
      return { executable, inputs: { ...NO_INPUTS, files: await watched() } }
    },
  }
}

async function buildImage(
  options: ContainerOptions,
  { arch, scratch, reporter, signal }: CompileRequest,
): Promise<string> {
  const { root, fn, why, instead } = options
  const engine = await findEngine({ why, instead }, signal)
  reporter.info(`${fn.name} for ${arch}: in a container by ${engine.name}: ${why}`)
  const output = join(scratch, 'output')
  mkdirSync(output)
  const text = textOf(options, arch)
  const args = buildArguments({
    engine: engine.name,
    arch,
    ...(options.file === undefined
      ? writeContainerfile(scratch, text, options.ignored ?? [])
      : { file: options.file }),
    context: root,
    output,
    tag: `oche-build/${fn.name.toLowerCase()}:${arch.replace('_', '-')}-${hashOf(text)}`,
  })
  const log = join(scratch, 'container.log')
  const tidiesUp = keepsImage(engine.name)
  const tool = { file: engine.command, args, cwd: root, log, tidiesUp }
  const result = await runTool(tool, signal)
  if (result.ok) return output
  const command = [engine.name, ...args].join(' ')
  throw containerFailure({ engine, arch, command, output: result.output, instead })
}

function textOf({ file, text }: ContainerOptions, arch: Architecture): string {
  return file === undefined ? text!(arch) : readFileSync(file, 'utf8')
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

/** BuildKit finds the file of what to leave out by its name; the others are told. */
function writeContainerfile(folder: string, text: string, ignored: readonly string[]) {
  const file = join(folder, 'Containerfile')
  const ignoreFile = `${file}.dockerignore`
  writeFileSync(file, text)
  writeFileSync(ignoreFile, ignored.map((name) => `**/${name}\n`).join(''))
  return { file, ignoreFile }
}

function wholeOutput(output: string, folder: string): PackageFile[] {
  cpSync(output, folder, { recursive: true })
  if (!existsSync(join(folder, 'bootstrap'))) return []
  return folderContents(folder, folder)
}
