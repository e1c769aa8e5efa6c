import { expect } from 'vitest'
import type { Recipe } from './recipe.ts'

export const observing: Recipe[] = [
  {
    name: 'Sentry',
    packages: { '@sentry/aws-serverless': '^10' },
    source: `
import * as Sentry from '@sentry/aws-serverless'
const sent: string[] = []
Sentry.init({
  dsn: 'https://key@o1.ingest.sentry.io/1',
  beforeSend: (event) => { sent.push(event.exception!.values![0]!.value!); return null },
})
export const handler = Sentry.wrapHandler(async (event: { fail?: boolean }) => {
  if (event.fail) throw new Error('told to Sentry')
  return sent
})
`,
    async check(fn) {
      expect(await fn.invoke({ fail: true })).toMatchObject({ errorMessage: 'told to Sentry' })
      expect(await fn.invoke({})).toEqual(['told to Sentry'])
    },
  },
  {
    name: 'X-Ray SDK',
    packages: { 'aws-xray-sdk-core': '^3' },
    source: `
import xray from 'aws-xray-sdk-core'
export const handler = async () =>
  xray.captureFunc('work', (sub: any) => [sub.name, sub.segment.trace_id.startsWith('1-')])
`,
    check: async (fn) => expect(await fn.invoke({})).toEqual(['work', true]),
  },
  {
    name: 'OpenTelemetry',
    packages: {
      '@opentelemetry/api': '^1',
      '@opentelemetry/sdk-trace-base': '^2',
      '@opentelemetry/sdk-trace-node': '^2',
    },
    source: `
import { trace } from '@opentelemetry/api'
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node'
const exporter = new InMemorySpanExporter()
new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register()
const tracer = trace.getTracer('items')
export const handler = async () => {
  await tracer.startActiveSpan('outer', async (outer) => {
    await Promise.resolve()
    tracer.startSpan('inner').end()
    outer.end()
  })
  const [inner, outer] = exporter.getFinishedSpans()
  return [inner!.name, outer!.name, inner!.parentSpanContext?.spanId === outer!.spanContext().spanId]
}
`,
    check: async (fn) => expect(await fn.invoke({})).toEqual(['inner', 'outer', true]),
  },
]
