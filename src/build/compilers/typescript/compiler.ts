import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'
import { OcheError } from '../../../core/errors.ts'
import { ocheFolder } from '../../../core/paths.ts'
import type { FunctionConfig, Project } from '../../../core/project.ts'
import { bundleInputs } from '../../inputs/inputs.ts'
import type { Module } from '../../inputs/modules.ts'
import { hostExecutable, sharedPaths } from '../../paths.ts'
import { findSource } from '../../source.ts'
import type { BundlePart, CompileRequest, Compiler, Engine } from '../../types.ts'
import { bunEngine } from './bun.ts'
import { nodeEngine } from './node.ts'
import { checkNodeAddons } from './node-addons.ts'
import { nodeVersion } from './node-package.ts'
import { quickjsEngine } from './quickjs/engine.ts'
import { runtimeFiles, writeEntry } from './entry.ts'
import { checkAddons } from './addons.ts'
import { checkExports } from './exports.ts'
import { linkOwnPackage } from './own-package.ts'
import { inspectSource } from './inspect.ts'

const ENGINES: Record<FunctionConfig['engine'], Engine> = {
  bun: bunEngine,
  node: nodeEngine,
  quickjs: quickjsEngine,
}

/** TypeScript by the engine that `engine:` names, with a generated entry around the user's source. */
export function typescriptCompiler(project: Project, fn: FunctionConfig): Compiler {
  const { root } = project
  const engine = ENGINES[fn.engine]
  const source = findSource(project, fn)
  requireJavaScript(source, fn)
  linkOwnPackage(root)
  const entry = sharedPaths(root).entry(join(fn.engine, relative(root, source)))

  async function prepare({ scratch, signal, reporter }: CompileRequest) {
    const packed = fn.external
    const request = { root, source, external: packed, packed, scratch, signal }
    const inspection = { engine, request, handler: fn.handler, reporter }
    const { external, corrections, exports } = await inspectSource(inspection)
    const written = writeEntry(entry, source, corrections, engine.entryWaits)
    return { exports, request: { root, entry: written, external, packed, scratch, signal } }
  }

  /** The source by the path that it is known by, too: a link there may lead elsewhere. */
  const inputsOf = (modules: readonly Module[], signal: AbortSignal | undefined) =>
    bundleInputs(root, [{ file: source, specifiers: [] }, ...usersOwn(root, modules)], signal)

  return {
    route: undefined,
    identity: [
      fn.engine,
      relative(root, source),
      runtimeHash(),
      ...fn.external,
      ...engine.identity(root),
    ],
    folders: undefined,
    refuse: (exports) => exports && checkExports(relative(root, source), exports, fn.handler),

    refuseFiles: (files) => {
      if (fn.engine === 'node') checkNodeAddons(files, nodeVersion(root))
    },

    async compile(request) {
      const { arch, folder, signal } = request
      const output = join(folder, 'bootstrap')
      const { exports, request: prepared } = await prepare(request)
      const { modules, assets } = await engine.compile({ ...prepared, arch, output })
      checkAddons(root, modules, arch)
      const inputs = await inputsOf(modules, signal)
      return { files: [{ name: 'bootstrap', file: output }, ...assets], inputs, exports }
    },

    async compileForHost(request) {
      const output = join(request.folder, hostExecutable)
      const { request: prepared } = await prepare(request)
      const modules = await engine.compileForHost({ ...prepared, output })
      const inputs = await inputsOf(modules, request.signal)
      return { executable: output, inputs, parts: partsOf(root, modules) }
    },
  }
}

/** @throws OcheError `SOURCE_UNKNOWN` */
function requireJavaScript(source: string, fn: FunctionConfig): void {
  if (/^\.[cm]?[jt]sx?$/.test(extname(source))) return
  throw new OcheError(
    'SOURCE_UNKNOWN',
    `the source of ${fn.name}, ${fn.source}, is neither TypeScript nor Dart`,
    {
      remedy:
        'Correct "source:" in oche.yaml, or name its compiler: build: <command that writes $OCHE_OUT>',
    },
  )
}

/** Without the entry and the runtime, which Oche itself writes. */
function usersOwn(root: string, modules: readonly Module[]): Module[] {
  const generated = ocheFolder(root) + sep
  return modules.filter(({ file }) => !file.startsWith(generated))
}

/** Of the code that goes into every binary besides the user's. */
function runtimeHash(): string {
  const hash = createHash('sha256')
  for (const file of runtimeFiles()) hash.update(readFileSync(file))
  return hash.digest('hex')
}

function partsOf(root: string, modules: readonly Module[]): BundlePart[] {
  return modules
    .map(({ file, bytes = 0 }) => ({ path: relative(root, file).split(sep).join('/'), bytes }))
    .filter(({ bytes }) => bytes > 0)
}
