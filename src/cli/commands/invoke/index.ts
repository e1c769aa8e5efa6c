import { EXIT } from '../../../core/errors.ts'
import type { FunctionConfig, Project } from '../../../core/project.ts'
import { sampleEvents } from '../../../contract/samples/index.ts'
import { readRunning } from '../dev/running.ts'
import { batchText } from './batch.ts'
import { readEvent } from './event.ts'
import { saveEvent } from './save.ts'
import { invokeOnce } from './once.ts'
import type { Answer } from './answer.ts'
import { invokeRunning } from './running.ts'
import { normalizeHttp } from '../../../core/config/schema.ts'
import { knownEvents, sourcesOf } from '../../../core/resolve-function.ts'
import { oneFunction } from '../../arguments/one-function.ts'
import { colouredLine } from '../../output/log-line.ts'
import { logText } from '../../output/log-text.ts'
import { INDENT, table } from '../../output/wrap.ts'
import type { Output } from '../../output/output.ts'
import type { CommandContext } from '../context.ts'

/** Sends one event; exit status 3 where the function answers with an error. */
export async function run(context: CommandContext): Promise<number> {
  const { args, output } = context
  if (args.has('list-events')) return listEvents(output)
  const saved = args.text('save')
  const given = args.text('event')
  if (saved !== undefined && given !== undefined && args.positionals.length === 0) {
    return saveEvent(await readEvent(given, NO_ENDPOINT, context), saved, context)
  }
  const project = context.loadProject()
  const fn = oneFunction(project, args.positionals, (name) => `oche invoke ${name}`)
  const { cwd, stdin } = context
  const known = { ...fn, events: knownEvents(fn, sourcesOf(project, context.env)) }
  const event = await readEvent(given, known, { cwd, stdin, root: project.root })
  if (saved !== undefined) return saveEvent(event, saved, context)
  const answer = await invoke(project, fn, event, context)
  // With --quiet the log is of interest only where something went wrong.
  const logs = output.quiet && !answer.failed ? [] : answer.logs
  // Frames of a deployed function lie in no folder of this machine.
  const isRaw = output.verbose || args.has('remote')
  for (const line of logs) {
    output.note(isRaw ? logText(line) : colouredLine(line, project.root, output.style).text)
  }
  showPayload(answer.payload, output)
  const batch = answer.failed ? undefined : batchText(event, answer.payload)
  if (batch !== undefined) context.reporter.info(batch)
  return answer.failed ? EXIT.functionError : EXIT.ok
}

/** Of no function. */
const NO_ENDPOINT = { name: '', http: normalizeHttp('none') }

const NEWLINE = 10

/** A payload is JSON unless a runtime made it of its own: with `--json` it is a JSON text then. */
function showPayload(payload: Uint8Array, output: Output): void {
  if (output.json) return output.resultJson(asJson(Buffer.from(payload).toString()))
  output.resultBytes(payload)
  if (payload.at(-1) !== NEWLINE) output.result('')
}

function asJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function invoke(
  project: Project,
  fn: FunctionConfig,
  event: Uint8Array,
  context: CommandContext,
): Promise<Answer> {
  if (context.args.has('remote')) {
    const { invokeDeployed } = await import('./deployed.ts')
    return invokeDeployed(project, fn, event, context)
  }
  const running = context.args.has('local') ? undefined : readRunning(project.root)
  const answer = running && (await invokeRunning(running.url, fn.name, event, context.signal))
  return answer ?? (await invokeOnce(project, fn, event, context))
}

function listEvents(output: Output): number {
  const entries = Object.entries(sampleEvents)
  if (output.json) {
    output.resultJson(entries.map(([name, { description }]) => ({ name, description })))
    return EXIT.ok
  }
  const rows = entries.map(([name, { description }]) => [name, description] as const)
  for (const line of table(rows, output.columns)) output.result(line.slice(INDENT.length))
  return EXIT.ok
}
