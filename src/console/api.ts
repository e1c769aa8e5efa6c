import type { IncomingMessage, ServerResponse } from 'node:http'
import { z, ZodError, type ZodType } from 'zod'
import { hostArchitecture } from '../core/host.ts'
import { OcheError } from '../core/errors.ts'
import {
  listSavedEvents,
  readSavedEvent,
  sampleEvents,
  saveEvent,
  sendAgain,
} from '../local/index.ts'
import { streamChanges } from './changes.ts'
import { copiesOf } from './copies/index.ts'
import { editorOf, open, openCommand } from './editor.ts'
import { readJson, refused, sendJson } from './json.ts'
import { lineView } from './log-view.ts'
import type { MemoryHistory } from './memory-history.ts'
import { answered, checkSendable, sendBatch, sendEvent, sendHttp } from './send.ts'
import type { ConsoleApi, ConsoleHost, ConsoleState, InvocationView } from './types.ts'

/** A call that was let in. */
interface Call {
  /** What stands for `{…}` in the path. */
  parts: string[]
  query: URLSearchParams
  host: ConsoleHost
  memory: MemoryHistory
  body: unknown
}

type Gives<Path extends keyof ConsoleApi> = ConsoleApi[Path]['gives']
type Handlers = {
  [Path in Exclude<keyof ConsoleApi, 'POST /api/token'>]: (
    call: Call,
  ) => Gives<Path> | Promise<Gives<Path>>
}

const name = z.string().max(200)
const event = z.object({ function: name, event: z.string() })
const headerName = z
  .string()
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'a name has letters, digits and - only')
const headerValue = z
  .string()
  .regex(
    /^[\t\x20-\x7e\x80-\xff]*$/,
    'a value has no line breaks, and no characters beyond Latin-1',
  )
const request = z.object({
  function: name,
  method: z
    .string()
    .regex(/^[A-Z]{1,20}$/)
    .refine((method) => method !== 'CONNECT', 'CONNECT asks for a tunnel, which no endpoint has'),
  target: z.string().regex(/^\/[\x21-\x7e]*$/, 'a path begins with / and has no blanks'),
  headers: z.array(z.tuple([headerName, headerValue])),
  body: z.string(),
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
})
const place = z.object({
  path: z.string(),
  line: z.int().min(0),
  column: z.int().min(0).optional(),
})
const batch = z.object({
  what: z.discriminatedUnion('type', [
    event.extend({ type: z.literal('event') }),
    request.extend({ type: z.literal('request') }),
  ]),
  count: z.int().min(1).max(100_000),
  concurrency: z.int().min(1).max(1000),
})
const saving = z.object({ name: z.string(), event: z.string(), replace: z.boolean() })

const DONE = {}

const handlers: Handlers = {
  'GET /api/state': ({ host }) => stateOf(host),
  'GET /api/invocations': ({ host: { recording }, query }) => ({
    rows: recording.list(Number(query.get('since') ?? 0)),
    bounds: recording.bounds,
  }),
  'GET /api/invocations/{id}': ({ host, parts: [id] }) => viewOf(host, Number(id)),
  'GET /api/invocations/{id}/copies': ({ host, parts: [id] }) =>
    copiesOf(recordedOf(host, Number(id)), hostArchitecture() ?? 'x86_64'),
  'POST /api/invocations/{id}/again': async ({ host, parts: [id] }) => {
    await answered(sendAgain(host.lambda(), recordedOf(host, Number(id))))
    return DONE
  },
  'POST /api/clear': ({ host }) => {
    host.recording.clear()
    return DONE
  },
  'POST /api/send': async ({ host, body }) => {
    await sendEvent(host.lambda(), taken(event, body))
    return DONE
  },
  'POST /api/request': async ({ host, body }) => {
    const { status, durationMs } = await answered(sendHttp(host.lambda(), taken(request, body)))
    return { status, durationMs }
  },
  'GET /api/samples/{name}': ({ parts: [sample] }) => {
    if (!Object.hasOwn(sampleEvents, sample!)) throw notFound('no such sample')
    return { event: JSON.stringify(sampleEvents[sample!]!.event, undefined, 2) }
  },
  'GET /api/functions/{function}/events': ({ host, parts: [fn] }) => ({
    names: listSavedEvents(host.project().root, known(host, fn!)),
  }),
  'GET /api/functions/{function}/events/{name}': ({ host, parts: [fn, saved] }) => {
    const bytes = readSavedEvent(host.project().root, known(host, fn!), saved!)
    if (bytes === undefined) throw notFound('no such event')
    return { event: bytes.toString() }
  },
  'POST /api/functions/{function}/events': ({ host, parts: [fn], body }) => {
    const { name: saved, event: text, replace } = taken(saving, body)
    const what = { functionName: known(host, fn!), name: saved, event: text }
    return { path: saveEvent(host.project().root, what, { replace }) }
  },
  'GET /api/functions/{function}/variables': ({ host, parts: [fn] }) => ({
    variables: { ...host.variables(known(host, fn!)) },
  }),
  'GET /api/environments': ({ host, memory }) => ({
    environments: memory.of(host.environments()),
  }),
  'POST /api/restart': ({ host }) => host.restart(),
  'POST /api/open': ({ host, body }) => {
    const editor = editorOf(host.env)
    if (editor === undefined) throw notFound('EDITOR is none that opens a window')
    const { path, line, column } = taken(place, body)
    open(openCommand(editor, host.project().root, { path, line, column }))
    return DONE
  },
}

const routes = Object.entries(handlers).map(([key, handle]) => {
  const [method, path] = key.split(' ') as [string, string]
  const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`)
  return { method, pattern, handle: handle as (call: Call) => unknown }
})

/**
 * Answers a call that was let in.
 *
 * @throws OcheError where it cannot be done; whatever is thrown besides is a bug
 */
export async function answerCall(
  message: IncomingMessage,
  response: ServerResponse,
  { host, memory }: Pick<Call, 'host' | 'memory'>,
): Promise<void> {
  const { pathname, searchParams: query } = new URL(message.url!, 'http://console')
  const { method } = message
  if (method === 'GET' && pathname === '/api/changes') {
    beginLines(response)
    return streamChanges(response, host, Number(query.get('since') ?? 0))
  }
  const body = method === 'POST' ? await readJson(message) : undefined
  if (method === 'POST' && pathname === '/api/batch') {
    const asked = taken(batch, body)
    checkSendable(host.lambda(), asked.what)
    return streamBatch(response, host, asked)
  }
  for (const route of routes) {
    const found = route.method === method ? route.pattern.exec(pathname) : null
    if (found === null) continue
    const parts = found.slice(1).map(decoded)
    const given = await route.handle({ parts, query, host, memory, body })
    return sendJson(response, given)
  }
  throw notFound(`there is no ${method} ${pathname}`)
}

async function streamBatch(
  response: ServerResponse,
  host: ConsoleHost,
  what: z.infer<typeof batch>,
): Promise<void> {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  beginLines(response)
  await sendBatch(host.lambda(), what, gone.signal, (progress) =>
    response.write(`${JSON.stringify(progress)}\n`),
  )
  response.end()
}

function beginLines(response: ServerResponse): void {
  response.setHeader('Content-Type', 'application/x-ndjson')
  response.flushHeaders()
}

function stateOf(host: ConsoleHost): ConsoleState {
  const { name: project, root } = host.project()
  return {
    project,
    url: host.lambda().url,
    functions: host.functions(),
    samples: Object.entries(sampleEvents).map(([sample, { description }]) => ({
      name: sample,
      description,
    })),
    bounds: host.recording.bounds,
    editor: { name: editorOf(host.env), linkRoot: root.replaceAll('\\', '/') },
  }
}

function viewOf(host: ConsoleHost, id: number): InvocationView {
  const recorded = recordedOf(host, id)
  const { root } = host.project()
  const logs = recorded.logs.map((line) => lineView(line, root))
  return { ...recorded, logs }
}

function recordedOf({ recording }: ConsoleHost, id: number) {
  const recorded = recording.get(id)
  if (recorded === undefined) throw notFound('bodies and lines of that invocation are gone')
  return recorded
}

/** @throws OcheError for what is no function here */
function known(host: ConsoleHost, functionName: string): string {
  if (host.variables(functionName) !== undefined) return functionName
  throw notFound(`there is no function ${functionName}`)
}

function notFound(message: string): OcheError {
  return new OcheError('CONSOLE_NOT_FOUND', message, { remedy: 'Reload the page.' })
}

/** @throws OcheError `CONSOLE_REFUSED` */
function taken<T>(schema: ZodType<T>, body: unknown): T {
  try {
    return schema.parse(body)
  } catch (thrown) {
    if (!(thrown instanceof ZodError)) throw thrown
    const { path, message } = thrown.issues[0]!
    throw refused(`${path.join('.') || 'the body'}: ${message}`)
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
