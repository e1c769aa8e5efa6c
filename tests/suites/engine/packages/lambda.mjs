import { Logger } from '@aws-lambda-powertools/logger'
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware'
import { Metrics, MetricResolution, MetricUnit } from '@aws-lambda-powertools/metrics'
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware'
import { Tracer } from '@aws-lambda-powertools/tracer'
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware'
import middy from '@middy/core'
import httpErrorHandler from '@middy/http-error-handler'
import jsonBodyParser from '@middy/http-json-body-parser'
import httpRouter from '@middy/http-router'
import xray from 'aws-xray-sdk-core'
import { check } from '../cases/check.mjs'

const context = {
  awsRequestId: 'r-1',
  functionName: 'f',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:f',
  memoryLimitInMB: '128',
  getRemainingTimeInMillis: () => 3000,
}

// What they print is what counts: times and places taken out.
const printed = []
const keep = (line) => {
  for (const text of String(line).trimEnd().split('\n'))
    printed.push(
      text
        .replace(/"(timestamp|Timestamp)":("[^"]+"|\d+)/g, '"$1":0')
        .replace(/"(stack|location)":"(?:[^"\\]|\\.)*"/g, (_, name) => `"${name}":"…"`),
    )
}
const spied = async (work) => {
  const before = { write: process.stdout.write, err: process.stderr.write }
  const kept = {}
  for (const name of ['log', 'info', 'debug', 'warn', 'error']) {
    kept[name] = console[name]
    console[name] = keep
  }
  process.stdout.write = process.stderr.write = (line) => (keep(line), true)
  printed.length = 0
  let result
  try {
    result = await work()
  } catch (error) {
    result = [error.name, error.message]
  } finally {
    process.stdout.write = before.write
    process.stderr.write = before.err
    Object.assign(console, kept)
  }
  return [result, [...printed]]
}

// --- middy
const handler = middy()
  .use(jsonBodyParser())
  .use(httpErrorHandler({ logger: (error) => keep(error.message) }))
  .use({
    before: ({ event }) => void (event.seen = true),
    after: ({ response }) => void (response.headers = { 'x-a': 'b' }),
  })
  .handler(async (event) => {
    if (event.body.fails)
      throw Object.assign(new Error('teapot'), { statusCode: 418, expose: true })
    return { statusCode: 200, body: JSON.stringify([event.body, event.seen]) }
  })
const json = { 'Content-Type': 'application/json' }
async function main() {
  await check('middy', () => handler({ headers: json, body: '{"a":1}' }, context))
  await check('middy fails', () =>
    spied(() => handler({ headers: json, body: '{"fails":1}' }, context)),
  )
  await check('middy malformed', () => spied(() => handler({ headers: json, body: '{' }, context)))
  await check('middy type', () =>
    spied(() => handler({ headers: { 'Content-Type': 'text/plain' }, body: '{}' }, context)),
  )
  await check('middy router', async () => {
    const routes = httpRouter([
      { method: 'GET', path: '/items/{id}', handler: async (event) => event.pathParameters },
      { method: 'ANY', path: '/all/{proxy+}', handler: async (event) => event.pathParameters },
    ])
    const ask = (httpMethod, path) =>
      middy()
        .handler(routes)({ httpMethod, path }, context)
        .catch((error) => [error.statusCode, error.message])
    return [await ask('GET', '/items/7'), await ask('PUT', '/all/a/b'), await ask('GET', '/none')]
  })
  await check('middy early', () =>
    middy()
      .before(() => 'early')
      .handler(() => 'late')({}, context),
  )
  await check('middy timeout', () => {
    const slow = { ...context, getRemainingTimeInMillis: () => 10 }
    const fn = middy({ timeoutEarlyInMillis: 1, timeoutEarlyResponse: () => 'out of time' })
    return fn.handler(
      (_, __, { signal }) =>
        new Promise((resolve) => setTimeout(() => resolve(signal.aborted), 200).unref()),
    )({}, slow)
  })
  // --- Powertools
  const logger = new Logger({ serviceName: 's', logLevel: 'DEBUG', persistentKeys: { always: 1 } })
  await check('logger', () =>
    spied(() => {
      logger.addContext(context)
      logger.info('hello', { a: 1, when: new Date(0), big: 10n, nothing: undefined })
      logger.debug('debug', 'plain')
      logger.warn('warn', { deep: { map: new Map([['k', 1]]), set: new Set([1]) } })
      logger.error('failed', new TypeError('why', { cause: new RangeError('because') }))
      logger.error({ message: 'object', extra: [1] })
      logger.critical('critical', { error: new Error('x') })
      logger.appendKeys({ added: true })
      logger.info('with keys')
      logger.removeKeys(['added'])
      logger.createChild({ serviceName: 'child' }).info('child')
      logger.trace('not shown')
      const circular = { name: 'c' }
      circular.self = circular
      logger.info('circular', { circular })
    }),
  )
  await check('logger middleware', () =>
    spied(() =>
      middy()
        .use(
          injectLambdaContext(logger, {
            logEvent: true,
            resetKeys: true,
            correlationIdPath: 'headers.id',
          }),
        )
        .handler(async () => {
          logger.info('inside')
          return 'done'
        })({ headers: { id: 'c-1' } }, context),
    ),
  )
  await check('logger buffer', () =>
    spied(() => {
      const buffered = new Logger({
        serviceName: 'b',
        logLevel: 'DEBUG',
        logBufferOptions: { enabled: true, maxBytes: 20_480 },
      })
      buffered.debug('kept')
      buffered.error('flushes', new Error('x'))
    }),
  )
  await check('metrics', () =>
    spied(() => {
      const metrics = new Metrics({
        namespace: 'n',
        serviceName: 's',
        defaultDimensions: { env: 'test' },
      })
      metrics.addMetric('count', MetricUnit.Count, 1)
      metrics.addMetric('count', MetricUnit.Count, 2)
      metrics.addMetric('size', MetricUnit.Bytes, 1.5, MetricResolution.High)
      metrics.addDimension('a', 'b')
      metrics.addMetadata('m', { x: 1 })
      metrics.singleMetric().addMetric('single', MetricUnit.Seconds, 3)
      metrics.publishStoredMetrics()
    }),
  )
  await check('metrics wrong', () => new Metrics({ namespace: 'n' }).addMetric('a', 'Nope', 1))
  await check('metrics middleware', () =>
    spied(() => {
      const metrics = new Metrics({ namespace: 'n', serviceName: 's' })
      return middy()
        .use(logMetrics(metrics, { captureColdStartMetric: true }))
        .handler(async () => void metrics.addMetric('in', MetricUnit.Count, 1))({}, context)
    }),
  )
  await check('tracer off', () =>
    spied(async () => {
      const tracer = new Tracer({ serviceName: 's', enabled: false })
      return [
        await middy()
          .use(captureLambdaHandler(tracer))
          .handler(async () => 'traced')({}, context),
        tracer.isTracingEnabled(),
        tracer.getRootXrayTraceId(),
      ]
    }),
  )
  await check('tracer on', () =>
    spied(async () => {
      const tracer = new Tracer({ serviceName: 's', enabled: true, captureHTTPsRequests: false })
      return tracer.provider.getNamespace().runPromise(async () => {
        const root = new xray.Segment('root')
        tracer.setSegment(root)
        const inner = root.addNewSubsegment('inner')
        tracer.setSegment(inner)
        tracer.putAnnotation('a', 1)
        tracer.putMetadata('m', { b: 2 })
        tracer.addResponseAsMetadata({ ok: true }, 'h')
        tracer.addErrorAsMetadata(new TypeError('bad'))
        await null
        const isSame = tracer.getSegment() === inner
        inner.close()
        root.close()
        const { annotations, metadata, fault, name, cause } = inner
        const failures = cause?.exceptions?.map(({ type, message }) => [type, message])
        return { isSame, annotations, metadata, fault, name, failures }
      })
    }),
  )
}

void main()
