import type { run } from '../../support/built-function.ts'

/** One row of docs/packages.md. */
export interface Recipe {
  /** As the row calls it. */
  name: string
  /** What is installed, with a range as npm takes it. */
  packages: Record<string, string>
  /** The function, as TypeScript. */
  source: string
  /** How the source's name ends. @default ts */
  file?: 'ts' | 'tsx'
  /** Further keys of its entry in oche.yaml. */
  config?: Record<string, unknown>
  /** Further files of the project. */
  files?: Record<string, string>
  /** @default both */
  engines?: readonly ('bun' | 'node')[]
  environment?: Record<string, string>
  /** What a person types after installing it. */
  prepare?: (folder: string) => void
  check: (fn: RunningFunction) => Promise<void>
}

export type RunningFunction = Awaited<ReturnType<typeof run>>

/** A request to the function's URL, with what came back. */
export async function get(fn: RunningFunction, path: string, init?: RequestInit) {
  const response = await fetch(new URL(path, fn.url), init)
  const { status, headers } = response
  return { status, headers, type: headers.get('content-type'), body: await response.text() }
}
