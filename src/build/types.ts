import type { Artifact } from '../core/artifact.ts'
import type { Architecture } from '../core/config/schema.ts'
import type { FunctionConfig, Project } from '../core/project.ts'
import type { Reporter } from '../core/reporter.ts'

/** `host` is the machine Oche runs on, whatever its system: for `oche dev` only. */
export type BuildTarget = Architecture | 'host'

export interface CompileRequest {
  /** Absolute path of the project's root. */
  root: string
  /** Absolute path of the user's source. */
  source: string
  /** Absolute path of a folder of this function's own, below `.oche`. */
  workFolder: string
  target: BuildTarget
  /** Absolute path of the executable to write. */
  output: string
}

export interface CompileResult {
  /** Absolute paths of every file of the project that went in: what `dev` watches. */
  inputs: string[]
}

/** Turns a TypeScript source into one executable. */
export interface Engine {
  readonly name: string
  /** @throws OcheError with the compiler's own words, file, line, column and code frame */
  compile(request: CompileRequest): Promise<CompileResult>
}

export interface BuildOptions {
  project: Project
  fn: FunctionConfig
  arch: Architecture
  reporter: Reporter
}

/** What `oche dev` gets: an executable for this machine, and no package. */
export interface HostBuild {
  executable: string
  inputs: string[]
}

export type Build = (options: BuildOptions) => Promise<Artifact>
export type BuildForHost = (options: Omit<BuildOptions, 'arch'>) => Promise<HostBuild>
