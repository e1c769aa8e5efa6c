import type { Artifact } from '../core/artifact.ts'
import type { Architecture } from '../core/config/schema.ts'
import type { FunctionConfig, Project } from '../core/project.ts'
import type { Reporter } from '../core/reporter.ts'
import type { Corrections } from './compilers/typescript/entry.ts'
import type { Inputs } from './inputs/inputs.ts'
import type { Module } from './inputs/modules.ts'
import type { PackageFile } from './package/types.ts'
import type { Residents } from './residents.ts'

export interface BuildOptions {
  project: Project
  fn: FunctionConfig
  arch: Architecture
  reporter: Reporter
  signal?: AbortSignal | undefined
  /** Builds again even where nothing has changed. @default false */
  force?: boolean | undefined
  /** Compiles in a container even where this machine could. @default false */
  container?: boolean | undefined
  /** `binary` leaves out the zip. @default zip */
  format?: 'binary' | 'zip' | undefined
}

/** What `--format binary` leaves: an executable without a zip. */
export type BinaryArtifact = Omit<Artifact, 'zip' | 'zipBytes' | 'sha256'>

export interface HostBuildOptions {
  project: Project
  fn: FunctionConfig
  reporter: Reporter
  signal?: AbortSignal | undefined
  /** What is compiled ahead of time for Lambda is so here, too. @default false */
  release?: boolean | undefined
  /** A debugger is to attach to what is built. @default false */
  debuggable?: boolean | undefined
  /** Compilers that stay until the next build. @default each build starts its own */
  residents?: Residents | undefined
}

/** What `oche dev` gets: an executable for this machine, and no package. */
export interface HostBuild {
  /** Absolute path of the executable. */
  executable: string
  /** Its arguments for a function. @default none */
  args?: HostArguments | undefined
  /** The folder that stands for `/var/task`: the files of `include:` are in it. */
  taskRoot: string
  /** What went in: what to watch. */
  inputs: Inputs
  /** What is in the bundle. @default nobody tells */
  parts?: readonly BundlePart[]
  /** Deletes it, once nothing runs it any more. */
  remove(): void
}

/** A file's part of a bundle. */
export interface BundlePart {
  /** From the project's folder. */
  path: string
  bytes: number
}

/** What decides how a function is compiled. */
export interface CompilerChoice extends HostBuildOptions {
  /** Undefined for this machine: what `oche dev` runs. */
  arch?: Architecture | undefined
  container?: boolean | undefined
}

/** A way from a function's source to an executable: decided before anything runs. */
export interface Compiler {
  /** Which way and why, in one line; undefined where there is only one. */
  readonly route: string | undefined
  /** Everything that decides the result besides files: tools, versions, flags. */
  readonly identity: readonly string[]
  /**
   * Folders whose every file counts as an input; undefined where `compile` tells what went in.
   */
  readonly folders: readonly string[] | undefined
  /**
   * Looks at what a source exports, where that was compiled before.
   *
   * @throws OcheError where there is no such handler
   */
  refuse?(exports: readonly string[] | undefined): void
  /**
   * Looks at what is packed besides.
   *
   * @throws OcheError for what could not be loaded
   */
  refuseFiles?(files: readonly PackageFile[]): void
  /**
   * Makes a bootstrap for Lambda, and what has to lie beside it.
   *
   * @throws OcheError with the compiler's own words
   */
  compile(request: CompileRequest): Promise<Compiled>
  /** Makes an executable for this machine, fast: what `oche dev` runs. */
  compileForHost(request: CompileRequest): Promise<HostCompiled>
}

export interface CompileRequest {
  arch: Architecture
  /** An empty folder for the results. */
  folder: string
  /** An empty folder for everything else. */
  scratch: string
  reporter: Reporter
  signal?: AbortSignal | undefined
}

export interface Compiled {
  /** Files of the package, `bootstrap` among them, all below the request's folder. */
  files: PackageFile[]
  /** Names of files of the request's folder that are kept beside the package and are no part of it. */
  beside?: readonly string[]
  /** What went in, where the compiler knows, see `Compiler.folders`. */
  inputs?: Inputs
  /** Names that the source exports, where that is known. */
  exports?: readonly string[]
}

/** A function that is to run what was built for several. */
interface HostFunction {
  variables: Readonly<Record<string, string>>
  /** `host:port` where a debugger finds it. */
  debugAt?: string | undefined
}

/** What stands behind an executable on its command line. */
export type HostArguments = (fn: HostFunction) => readonly string[]

export interface HostCompiled {
  executable: string
  args?: HostArguments
  /** What went in, as far as it is known. */
  inputs: Inputs
  parts?: readonly BundlePart[]
}

interface BundlerRequest {
  /** Absolute path of the project's root. */
  root: string
  /** Packages that do not go into the bundle. */
  external: readonly string[]
  /** Those of them that lie beside it in `node_modules`; the others are not there at all. */
  packed: readonly string[]
  /** An empty folder for what is neither input nor result. */
  scratch: string
  /** Cancels the compiler. */
  signal?: AbortSignal | undefined
}

export interface SourceRequest extends BundlerRequest {
  /** Absolute path of the user's source. */
  source: string
}

/** One source on its way through an engine. */
export interface EngineRequest extends BundlerRequest {
  /** Absolute path of the generated entry, below `.oche`. */
  entry: string
}

/** The user's source with all it imports, as one ES module. */
export interface SourceBundle {
  text: string
  /** The modules that went in. */
  modules: readonly Module[]
  /** Where a place of the text comes from; undefined where the bundler wrote it. */
  origin(offset: number): { file: string; line: number; column: number } | undefined
}

/** Turns a TypeScript source into one executable. */
export interface Engine {
  /** Tools, versions and flags, see `Compiler.identity`. @throws OcheError where a tool is missing */
  identity(root: string): readonly string[]
  /**
   * Bundles the user's source alone, without running it.
   *
   * @throws OcheError `COMPILE_FAILED` with the compiler's own words: file, line, column, code frame
   */
  bundleSource(request: SourceRequest): Promise<SourceBundle>
  /** Whether the generated entry has a top-level await. */
  readonly entryWaits: boolean
  /** Whether `emitDecoratorMetadata` of tsconfig.json means anything to it. */
  readonly writesDecoratorTypes: boolean
  /** What the engine needs before a source is loaded, to do what Node does. */
  corrections(bundle: SourceBundle): Corrections
  /**
   * A Linux executable for Lambda.
   *
   * @returns the modules that went in, and files that have to lie beside the executable
   * @throws OcheError `COMPILE_FAILED`
   */
  compile(
    request: EngineRequest & { arch: Architecture; output: string },
  ): Promise<{ modules: Module[]; assets: PackageFile[] }>
  /**
   * An executable for this machine, made fast.
   *
   * @param request.output path of the executable, in a folder of its own
   */
  compileForHost(request: EngineRequest & { output: string }): Promise<Module[]>
}
