import { relative, resolve } from 'node:path'
import { buildForHost, type HostBuild } from '../../../build/index.ts'
import type { EndpointKind } from '../../../core/config/schema.ts'
import { selectFunctions, type FunctionConfig, type Project } from '../../../core/project.ts'
import { checkFunctions } from '../../../local/index.ts'
import type { CommandContext } from '../context.ts'
import { openForHost } from './finished.ts'
import { groupByBuild, localFunction, type ProjectFunction } from './functions.ts'
import { inspected, inspectionOf } from './inspect.ts'

/** A configuration as it is to be served. */
export interface Served {
  project: Project
  sources: readonly Source[]
  locals: readonly ProjectFunction[]
  /** How debuggers attach. */
  attach: readonly string[]
}

/** Functions that run the same executable, and how to come by it. */
export interface Source {
  functions: readonly string[]
  /** What is said meanwhile: `compiling hello`. */
  progress: string
  /** It is a command of the user's, of which nobody knows what it reads. */
  readsAnything: boolean
  compile(signal: AbortSignal): Promise<HostBuild>
}

/** @throws OcheError for whatever is wrong with the configuration */
export function load(context: CommandContext): Served {
  const { args, env } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const as = args.text('as') as EndpointKind | undefined
  const { locals, attach } = inspected(
    functions.map((fn) => localFunction(fn, project, env, as)),
    inspectionOf(args),
  )
  checkFunctions(locals, project.root)
  return { project, sources: sourcesOf(project, functions, context), locals, attach }
}

function sourcesOf(
  project: Project,
  functions: readonly FunctionConfig[],
  { args, cwd, reporter }: CommandContext,
): Source[] {
  const given = args.text('artifact')
  if (given !== undefined) {
    const artifact = relative(project.root, resolve(cwd, given))
    return [
      {
        functions: functions.map(({ name }) => name),
        progress: `opening ${artifact}`,
        readsAnything: false,
        compile: () => openForHost(project.root, artifact),
      },
    ]
  }
  return groupByBuild(functions).map((group) => {
    const names = group.map(({ name }) => name)
    return {
      functions: names,
      progress: `compiling ${names.join(', ')}`,
      readsAnything: group[0]!.build !== undefined,
      compile: (signal) => buildForHost({ project, fn: group[0]!, reporter, signal }),
    }
  })
}
