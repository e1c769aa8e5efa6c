import type { Architecture } from '../core/config/schema.ts'
import type { FunctionConfig, Project } from '../core/project.ts'
import type { Reporter } from '../core/reporter.ts'

/** One source on its way through an engine. */
export interface CompileRequest {
  /** Absolute path of the project's root. */
  root: string
  /** Absolute path of the generated entry, below `.oche`. */
  entry: string
  /** Cancels the compiler. */
  signal?: AbortSignal | undefined
}

export interface CheckRequest {
  root: string
  /** Absolute path of the user's source. */
  source: string
  signal?: AbortSignal | undefined
}

export interface CompileResult {
  /** Absolute paths of every file that went in. */
  inputs: string[]
}

/** Turns a TypeScript source into one executable. */
export interface Engine {
  readonly name: string
  /**
   * Bundles the user's source alone and looks at what it exports, without running it.
   *
   * @throws OcheError `COMPILE_FAILED`, `NO_HANDLER`
   */
  check(request: CheckRequest): Promise<void>
  /**
   * A Linux executable for Lambda.
   *
   * @throws OcheError `COMPILE_FAILED` with the compiler's own words: file, line, column, code frame
   */
  compile(request: CompileRequest & { arch: Architecture; output: string }): Promise<CompileResult>
  /**
   * An executable for this machine, made fast: what `oche dev` runs.
   *
   * @param request.folder an empty folder to put it in
   */
  compileForHost(
    request: CompileRequest & { folder: string },
  ): Promise<CompileResult & { executable: string }>
}

export interface BuildOptions {
  project: Project
  fn: FunctionConfig
  arch: Architecture
  reporter: Reporter
  signal?: AbortSignal | undefined
}

/** What `oche dev` gets: an executable for this machine, and no package. */
export interface HostBuild {
  /** Absolute path, called `bootstrap` (`bootstrap.exe` on Windows). */
  executable: string
  /** Absolute path of what stands for `/var/task`. @default the executable's folder */
  taskRoot?: string
  /** Absolute paths of the files that went in: what to watch. */
  inputs: string[]
}
