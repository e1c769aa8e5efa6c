import type http from 'node:http'
import { setImmediate as soon } from 'node:timers/promises'

/** As much of OpenAI's protocol as its clients need: it says the last message again, word by word. */
export async function answerAsModel(
  path: string,
  text: string,
  response: http.ServerResponse,
): Promise<void> {
  const asked = JSON.parse(text) as Asked
  const status = /status (\d+)/.exec(text)?.[1]
  if (status) return void fail(Number(status), response)
  if (path === '/v1/embeddings') return void send(response, embeddings(asked))
  const events = path === '/v1/responses' ? responseEvents(asked) : chatEvents(asked)
  if (!asked.stream)
    return void send(response, path === '/v1/responses' ? events.at(-1) : chat(asked))
  response.setHeader('content-type', 'text/event-stream')
  for (const event of events) {
    const bytes = Buffer.from(`${name(event)}data: ${JSON.stringify(event)}\n\n`)
    // In two parts, so that characters and lines are cut.
    response.write(bytes.subarray(0, bytes.length / 2))
    await soon()
    response.write(bytes.subarray(bytes.length / 2))
  }
  response.end(path === '/v1/responses' ? '' : 'data: [DONE]\n\n')
}

interface Asked {
  stream?: boolean
  input?: unknown
  messages?: { role: string; content: unknown }[]
  tools?: { function?: { name: string }; name?: string }[]
}

const base = { id: 'c-1', created: 1_700_000_000, model: 'stand-in' }
const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 }

const send = (response: http.ServerResponse, body: unknown) =>
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body))

function fail(status: number, response: http.ServerResponse): void {
  response.statusCode = status
  response.setHeader('retry-after-ms', '1').setHeader('x-request-id', 'r')
  send(response, {
    error: { message: `status ${status}`, type: 'told', code: 'told', param: null },
  })
}

const name = (event: object) => ('type' in event ? `event: ${String(event.type)}\n` : '')

const words = (asked: Asked) => {
  const last = asked.messages?.at(-1)?.content ?? asked.input
  return (typeof last === 'string' ? last : 'Grüße 🎯 an alle').split(/(?= )/)
}

/** A tool is asked for once, until its result is among the messages. */
function toolOf({ tools, messages }: Asked): string | undefined {
  if (messages?.some(({ role }) => role === 'tool')) return undefined
  return tools?.[0]?.function?.name
}

function chat(asked: Asked) {
  const tool = toolOf(asked)
  const call = {
    id: 't-1',
    type: 'function',
    function: { name: tool, arguments: '{"city":"Köln"}' },
  }
  const message = tool
    ? { role: 'assistant', content: null, tool_calls: [call] }
    : { role: 'assistant', content: words(asked).join('') }
  const choice = { index: 0, message, finish_reason: tool ? 'tool_calls' : 'stop', logprobs: null }
  return { ...base, object: 'chat.completion', choices: [choice], usage }
}

function chatEvents(asked: Asked): object[] {
  const tool = toolOf(asked)
  const started = { index: 0, id: 't-1', type: 'function', function: { name: tool, arguments: '' } }
  const rest = ['{"city":', '"Köln"}'].map((text) => ({ index: 0, function: { arguments: text } }))
  const deltas = tool
    ? [started, ...rest].map((call) => ({ tool_calls: [call] }))
    : words(asked).map((content) => ({ content }))
  const chunk = (delta: object, reason: string | null = null) => ({
    ...base,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, finish_reason: reason, logprobs: null }],
  })
  return [
    chunk({ role: 'assistant' }),
    ...deltas.map((delta) => chunk(delta)),
    chunk({}, tool ? 'tool_calls' : 'stop'),
    { ...base, object: 'chat.completion.chunk', choices: [], usage },
  ]
}

const AT = { item_id: 'm-1', output_index: 0, content_index: 0 }

const textPart = (text: string) => ({
  type: 'output_text',
  text,
  annotations: [],
  logprobs: [],
})

const message = (status: string, content: unknown[]) => ({
  id: 'm-1',
  type: 'message',
  role: 'assistant',
  status,
  content,
})

const wholeResponse = (status: string, output: unknown[]) => ({
  id: 'r-1',
  object: 'response',
  created_at: base.created,
  model: base.model,
  status,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  output,
  usage: {
    input_tokens: 3,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 4,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 7,
  },
})

function responseEvents(asked: Asked): object[] {
  const text = words(asked).join('')
  const whole = message('completed', [textPart(text)])
  const completed = wholeResponse('completed', [whole])
  if (!asked.stream) return [completed]
  const deltas = words(asked).map((delta) => ({
    type: 'response.output_text.delta',
    ...AT,
    delta,
    logprobs: [],
  }))
  return [
    { type: 'response.created', response: wholeResponse('in_progress', []) },
    { type: 'response.output_item.added', output_index: 0, item: message('in_progress', []) },
    { type: 'response.content_part.added', ...AT, part: textPart('') },
    ...deltas,
    { type: 'response.output_text.done', ...AT, text, logprobs: [] },
    { type: 'response.content_part.done', ...AT, part: textPart(text) },
    { type: 'response.output_item.done', output_index: 0, item: whole },
    { type: 'response.completed', response: completed },
  ].map((event, sequence_number) => ({ ...event, sequence_number }))
}

function embeddings({ input }: Asked) {
  const all = Array.isArray(input) ? input : [input]
  const data = all.map((_, index) => ({ object: 'embedding', index, embedding: [0.5, index, -1] }))
  return { object: 'list', model: base.model, data, usage: { prompt_tokens: 1, total_tokens: 1 } }
}
