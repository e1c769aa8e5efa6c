import { stagedName } from '../../../core/stage.ts'
import { EXIT } from '../../../core/errors.ts'
import { readLogs, type LogEvent } from '../../../deploy/index.ts'
import { openAwsSession } from '../aws-session.ts'
import { oneFunction } from '../../arguments/one-function.ts'
import { logText } from '../../output/log-text.ts'
import { sinceTime } from './since.ts'
import type { CommandContext } from '../context.ts'

/** What the deployed function has written, and with `-f` what it goes on to write. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output, reporter, signal } = context
  const project = context.loadProject()
  const since = sinceTime(args.text('since') ?? '10m', Date.now())
  const fn = oneFunction(project, args.positionals, (name) => `oche logs ${name}`)
  const { aws } = await openAwsSession(context, project)
  const follow = args.has('follow')
  let count = 0
  try {
    const events = readLogs({
      aws,
      functionName: stagedName(fn.name, project.stage),
      since,
      filter: args.text('filter'),
      follow,
    })
    for await (const event of events) {
      count++
      if (output.json) output.resultJson(event)
      else output.result(eventText(event, context))
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown
  }
  if (count === 0 && !follow) {
    reporter.info(`nothing in the last ${args.text('since') ?? '10m'}; further back: --since 1d`)
  }
  return EXIT.ok
}

function eventText({ timestamp, message }: LogEvent, { output }: CommandContext): string {
  const time = new Date(timestamp).toISOString()
  return `${output.style('dim', time)} ${logText(message, ' '.repeat(time.length + 1))}`
}
