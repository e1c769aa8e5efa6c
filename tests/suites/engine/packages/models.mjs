import { createOpenAI } from '@ai-sdk/openai'
import {
  embedMany,
  generateObject,
  generateText,
  smoothStream,
  stepCountIs,
  streamObject,
  streamText,
  tool,
} from 'ai'
import OpenAI from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { z } from 'zod'
import { check } from '../cases/check.mjs'

const baseURL = `${process.env.OCHE_HTTP}/v1`
const client = new OpenAI({ apiKey: 'k', baseURL, maxRetries: 1 })
const messages = [{ role: 'user', content: 'Grüße 🎯 an dich' }]
const ask = { model: 'm', messages }

async function main() {
  await check('openai chat', () => client.chat.completions.create(ask))
  await check('openai stream', async () => {
    const parts = []
    for await (const part of await client.chat.completions.create({ ...ask, stream: true }))
      parts.push(part)
    return parts
  })
  await check('openai stream broken off', async () => {
    const stream = await client.chat.completions.create({ ...ask, stream: true })
    for await (const _ of stream) break
    return stream.controller.signal.aborted
  })
  await check('openai tee', async () => {
    const [one, other] = (await client.chat.completions.create({ ...ask, stream: true })).tee()
    const texts = []
    for (const stream of [one, other])
      for await (const { choices } of stream) texts.push(choices[0]?.delta.content)
    return texts
  })
  await check('openai readable', async () => {
    const stream = await client.chat.completions.create({ ...ask, stream: true })
    return (await new Response(stream.toReadableStream()).text()).length
  })
  await check('openai helper', async () => {
    const seen = []
    const stream = client.chat.completions.stream(ask)
    stream.on('content', (delta, all) => seen.push([delta, all]))
    return [seen, await stream.finalContent(), await stream.totalUsage()]
  })
  await check('openai tools', async () => {
    const runner = client.chat.completions.runTools({
      ...ask,
      tools: [
        {
          type: 'function',
          function: {
            name: 'weather',
            parse: JSON.parse,
            parameters: { type: 'object', properties: { city: { type: 'string' } } },
            function: ({ city }) => `sun in ${city}`,
          },
        },
      ],
    })
    return [await runner.finalContent(), runner.messages]
  })
  await check('openai parsed', async () => {
    const format = zodResponseFormat(z.object({ a: z.number() }), 'made')
    const { choices } = await client.chat.completions.parse({
      model: 'm',
      messages: [{ role: 'user', content: '{"a":1}' }],
      response_format: format,
    })
    return choices[0].message.parsed
  })
  await check('openai responses', async () => {
    const parts = []
    for await (const part of await client.responses.create({
      model: 'm',
      input: 'ein Satz',
      stream: true,
    }))
      parts.push(part)
    return [parts, (await client.responses.create({ model: 'm', input: 'ein Satz' })).output_text]
  })
  await check('openai embeddings', () =>
    client.embeddings.create({ model: 'm', input: ['a', 'b'], encoding_format: 'float' }),
  )
  for (const status of [400, 401, 404, 422, 429, 500])
    await check(`openai ${status}`, () =>
      client.chat.completions
        .create({ ...ask, messages: [{ role: 'user', content: `status ${status}` }] })
        .catch((error) => [
          error.constructor.name,
          error.status,
          error.message,
          error.code,
          error.requestID,
        ]),
    )
  await check('openai refused', () =>
    new OpenAI({ apiKey: 'k', baseURL: 'http://127.0.0.1:1', maxRetries: 0 }).models
      .list()
      .catch((error) => [error.constructor.name, error.message, error.cause?.name]),
  )
  await check('openai late', () =>
    client
      .get('/../never', { timeout: 20, maxRetries: 0 })
      .catch((error) => [error.constructor.name, error.message]),
  )
  await check('openai aborted', () => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 5)
    return client
      .get('/../never', { signal: abort.signal, maxRetries: 0 })
      .catch((error) => [error.constructor.name, error.message])
  })

  const provider = createOpenAI({ apiKey: 'k', baseURL })
  const model = provider.chat('m')
  const prompt = 'Grüße 🎯 an dich'
  const weather = tool({
    description: 'w',
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => ({ city, sun: true }),
  })
  await check('ai text', async () => {
    const { text, usage, finishReason, warnings } = await generateText({ model, prompt })
    return [text, usage, finishReason, warnings]
  })
  await check(
    'ai responses',
    async () => (await generateText({ model: provider('m'), prompt })).text,
  )
  await check('ai stream', async () => {
    const result = streamText({ model, prompt })
    const parts = []
    for await (const part of result.textStream) parts.push(part)
    return [parts, await result.text, await result.finishReason, await result.usage]
  })
  await check('ai full stream', async () => {
    const kinds = []
    for await (const { type } of streamText({ model, prompt }).fullStream) kinds.push(type)
    return kinds
  })
  await check('ai response', async () => {
    const answer = streamText({ model, prompt }).toTextStreamResponse({ headers: { 'x-a': 'b' } })
    return [answer.status, [...answer.headers], await answer.text()]
  })
  await check('ai messages', async () => {
    const answer = streamText({ model, prompt }).toUIMessageStreamResponse()
    return [
      [...answer.headers],
      (await answer.text()).replaceAll(/"(messageId|id)":"[^"]*"/g, '"$1":""'),
    ]
  })
  await check('ai tools', async () => {
    const { text, steps } = await generateText({
      model,
      prompt,
      tools: { weather },
      stopWhen: stepCountIs(3),
    })
    return [
      text,
      steps.map(({ toolCalls, toolResults }) => [
        toolCalls.map(({ toolName, input }) => [toolName, input]),
        toolResults.map(({ output }) => output),
      ]),
    ]
  })
  await check('ai tools streamed', async () => {
    const seen = []
    const { fullStream } = streamText({
      model,
      prompt,
      tools: { weather },
      stopWhen: stepCountIs(3),
      experimental_transform: smoothStream({ delayInMs: null }),
    })
    for await (const { type, output, text } of fullStream) seen.push([type, output, text])
    return seen
  })
  await check(
    'ai object',
    async () =>
      (await generateObject({ model, schema: z.object({ a: z.number() }), prompt: '{"a":1}' }))
        .object,
  )
  await check('ai object wrong', () =>
    generateObject({ model, schema: z.object({ a: z.number() }), prompt: '{"a":"x"}' }).catch(
      (error) => [error.name, error.message, error.cause?.name],
    ),
  )
  await check('ai object streamed', async () => {
    const parts = []
    const { partialObjectStream } = streamObject({
      model,
      schema: z.object({ a: z.array(z.number()) }),
      prompt: '{"a": [1, 2, 3]}',
    })
    for await (const part of partialObjectStream) parts.push(JSON.stringify(part))
    return parts
  })
  await check(
    'ai embeddings',
    async () =>
      (await embedMany({ model: provider.embedding('m'), values: ['a', 'b'] })).embeddings,
  )
  for (const status of [400, 500])
    await check(`ai ${status}`, () =>
      generateText({ model, prompt: `status ${status}`, maxRetries: 0 }).catch((error) => [
        error.name,
        error.message,
        error.statusCode,
        error.isRetryable,
      ]),
    )
  await check('ai aborted', async () => {
    const kinds = []
    const abort = new AbortController()
    for await (const { type } of streamText({
      model,
      prompt: 'a b c d e f',
      abortSignal: abort.signal,
    }).fullStream) {
      kinds.push(type)
      if (type === 'text-delta') abort.abort()
    }
    return kinds.at(-1)
  })
}

void main()
