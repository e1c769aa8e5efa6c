import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build, buildForHost, openArtifact, type BuildOptions } from '../../src/build/index.ts'
import type { Artifact } from '../../src/core/artifact.ts'
import { hostArchitecture } from '../../src/core/host.ts'
import { loadProject } from '../../src/core/project.ts'
import { silentReporter } from '../../src/core/reporter.ts'
import { startLocalLambda, type LocalLambda } from '../../src/local/index.ts'
import type { LocalFunction } from '../../src/local/types.ts'

/** How a function gets to where it runs: as `dev` does it, as a bootstrap alone, or as its zip. */
export type Way = 'dev' | 'binary' | 'zip'

export interface Built {
  executable: string
  taskRoot: string
  /** What the build told. */
  told: string[]
}

/** Builds the project's one function for this machine. */
export async function buildFunction(root: string, way: Way, more: Partial<BuildOptions> = {}) {
  const told: string[] = []
  const tell = (message: string) => void told.push(message)
  const project = loadProject({ cwd: root })
  const fn = project.functions[0]!
  const reporter = { ...silentReporter, info: tell, warn: tell }
  const arch = hostArchitecture()!
  const options = { project, fn, arch, reporter, force: true, ...more }
  if (way === 'dev') return { ...(await buildForHost(options)), told }
  if (way === 'binary') {
    const { executable } = await build({ ...options, format: 'binary' })
    return { executable, taskRoot: dirname(executable), told }
  }
  const { zip } = (await build(options)) as Artifact
  return { ...(await openArtifact(root, zip)), told }
}

/** Copies what was built to where nothing of the project can be reached. */
export function takeAway(
  { executable, taskRoot }: Pick<Built, 'executable' | 'taskRoot'>,
  files: Record<string, string> = {},
) {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'oche-away-'))
  const away = join(folder, 'task')
  cpSync(taskRoot, away, { recursive: true })
  for (const [from, to] of Object.entries(files)) {
    mkdirSync(dirname(join(away, to)), { recursive: true })
    cpSync(from, join(away, to))
  }
  return {
    executable: join(away, executable.slice(taskRoot.length + 1)),
    taskRoot: away,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** What runs what was built, with its answers. */
export async function run(
  { executable, taskRoot }: Pick<Built, 'executable' | 'taskRoot'>,
  { settings, ...more }: Partial<LocalFunction> = {},
) {
  const lambda = await startLocalLambda({
    functions: [
      {
        settings: { name: 'f', timeout: 30, memory: 512, ...settings },
        code: { executable, taskRoot },
        ...more,
      },
    ],
  })
  return {
    lambda,
    url: lambda.url,
    /** The result; what a function error says, where there was one. */
    async invoke(event: unknown = {}): Promise<any> {
      const { payload } = await lambda.invoke('f', JSON.stringify(event))
      return JSON.parse(String(payload))
    },
    [Symbol.asyncDispose]: () => lambda.close(),
  } satisfies { lambda: LocalLambda } & Record<PropertyKey, unknown>
}
