import { buildForHost } from '../../../build/index.ts'
import type { FunctionConfig, Project } from '../../../core/project.ts'
import { startLocalLambda, type LocalEvent } from '../../../local/index.ts'
import { localFunction, unsetTexts } from '../../../local/project/function.ts'
import { localCode } from '../dev/functions.ts'
import type { CommandContext } from '../context.ts'
import { localAws } from '../local-aws.ts'
import type { Answer } from './answer.ts'

/** Builds and starts the function for just one event. */
export async function invokeOnce(
  project: Project,
  fn: FunctionConfig,
  event: Uint8Array,
  context: CommandContext,
): Promise<Answer> {
  const { env, output, reporter, signal } = context
  const logs: string[] = []
  const aws = await localAws(context, project)
  const local = localFunction(fn, project, env)
  for (const line of unsetTexts([local])) reporter.warn(line)
  const build = await reporter.step(`compiling ${fn.name}`, () =>
    buildForHost({ project, fn, reporter, signal }),
  )
  await using lambda = await startLocalLambda({
    ...aws,
    // Only asynchronous invocations have destinations, and those are not here.
    functions: [{ ...local, code: localCode(build, local), destinations: {} }],
    root: project.root,
    onEvent: (event) => {
      if (event.type === 'fault') reporter.warn(event.message)
      const line = lineOf(event, output.verbose)
      if (line !== undefined) logs.push(line)
    },
  })
  const closed = () => void lambda.close()
  signal.addEventListener('abort', closed, { once: true })
  const { payload, functionError } = await lambda.invoke(fn.name, event)
  signal.removeEventListener('abort', closed)
  return { payload, failed: functionError !== undefined, logs }
}

/** Also what is written before an invocation is there, and by extensions. */
function lineOf(event: LocalEvent, verbose: boolean): string | undefined {
  if (event.type === 'log') {
    return event.extension === undefined ? event.line : `${event.extension} ${event.line}`
  }
  if (event.type !== 'platform') return undefined
  return verbose || event.requestId !== undefined ? event.line : undefined
}
