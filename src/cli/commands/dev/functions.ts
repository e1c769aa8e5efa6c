import type { FunctionConfig } from '../../../core/project.ts'
import type { HostBuild } from '../../../build/index.ts'
import type { LocalExecutable } from '../../../local/index.ts'
import type { ProjectFunction } from '../../../local/project/function.ts'

/** A function that may be looked into. */
export type ServedFunction = ProjectFunction & {
  /** `host:port` where a debugger finds it, where its variables do not say so. */
  debugAt?: string
}

/** What a function runs of a build. */
export function localCode(
  { executable, args, taskRoot }: HostBuild,
  { environment: variables = {}, debugAt }: Pick<ServedFunction, 'environment' | 'debugAt'>,
): LocalExecutable {
  return { executable, args: args?.({ variables, debugAt }), taskRoot }
}

/** Functions that one build serves: same source, same engine, same files. */
export function groupByBuild(functions: readonly FunctionConfig[]): FunctionConfig[][] {
  const groups = new Map<string, FunctionConfig[]>()
  for (const fn of functions) {
    const key = JSON.stringify([fn.source, fn.engine, fn.external, fn.build, fn.dart, fn.include])
    groups.set(key, [...(groups.get(key) ?? []), fn])
  }
  return [...groups.values()]
}
