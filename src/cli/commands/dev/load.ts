import { relative, resolve } from 'node:path'
import {
  buildForHost,
  linkOwnPackage,
  type HostBuild,
  type Residents,
} from '../../../build/index.ts'
import type { EndpointKind } from '../../../core/config/schema.ts'
import { selectFunctions, type FunctionConfig, type Project } from '../../../core/project.ts'
import { checkFunctions } from '../../../local/index.ts'
import { localFunction } from '../../../local/project/function.ts'
import type { CommandContext } from '../context.ts'
import { openForHost } from './finished.ts'
import { groupByBuild, type ServedFunction } from './functions.ts'
import { inspected, inspectionOf } from './inspect.ts'

/** A configuration as it is to be served. */
export interface Served {
  project: Project
  sources: readonly Source[]
  locals: readonly ServedFunction[]
  /** How debuggers attach. */
  attach: readonly string[]
}

/** Functions that run the same executable, and how to come by it. */
export interface Source {
  functions: readonly ServedFunction[]
  /** What is said meanwhile: `compiling hello`. */
  progress: string
  /** It is a command of the user's, of which nobody knows what it reads. */
  readsAnything: boolean
  compile(signal: AbortSignal): Promise<HostBuild>
}

/**
 * @param residents compilers that stay from one build to the next
 * @throws OcheError for whatever is wrong with the configuration
 */
export function load(context: CommandContext, residents: Residents): Served {
  const { args, env } = context
  const project = context.loadProject()
  const functions = selectFunctions(project, args.positionals)
  const as = args.text('as') as EndpointKind | undefined
  const { locals, attach } = inspected(
    functions.map((fn) => localFunction(fn, project, env, as)),
    inspectionOf(args),
  )
  checkFunctions(locals, project.root)
  // A build that makes the link itself finds that packages have changed since it began.
  if (functions.some(isTypescript) && !args.has('artifact')) linkOwnPackage(project.root)
  const sources = sourcesOf({ project, functions, locals, residents }, context)
  return { project, sources, locals, attach }
}

function isTypescript({ language, build, source }: FunctionConfig): boolean {
  return language === 'typescript' && build === undefined && source !== undefined
}

interface ToBuild {
  project: Project
  functions: readonly FunctionConfig[]
  locals: readonly ServedFunction[]
  residents: Residents
}

function sourcesOf(
  { project, functions, locals, residents }: ToBuild,
  { args, cwd, reporter }: CommandContext,
): Source[] {
  const given = args.text('artifact')
  if (given !== undefined) {
    const artifact = relative(project.root, resolve(cwd, given))
    return [
      {
        functions: locals,
        progress: `opening ${artifact}`,
        readsAnything: false,
        compile: () => openForHost(project.root, artifact),
      },
    ]
  }
  const how = { release: args.has('release'), debuggable: args.has('inspect'), residents }
  return groupByBuild(functions).map((group) => {
    const names = group.map(({ name }) => name)
    return {
      functions: locals.filter(({ settings: { name } }) => names.includes(name)),
      progress: `compiling ${names.join(', ')}`,
      readsAnything: group[0]!.build !== undefined,
      compile: (signal) => buildForHost({ project, fn: group[0]!, reporter, signal, ...how }),
    }
  })
}
