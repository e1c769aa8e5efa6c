import type { BuildView, FunctionView } from '../../../../console/index.ts'
import type { FunctionConfig } from '../../../../core/project.ts'
import type { ProjectFunction } from '../../../../local/project/function.ts'

/** `sqs arn:aws:sqs:…:orders`, `schedule rate(5 minutes)`. */
function triggerText(event: FunctionConfig['events'][number]): string {
  switch (event.type) {
    case 'schedule':
      return `schedule ${event.expression}`
    case 'sqs':
      return `sqs ${event.queue}`
    case 'sns':
      return `sns ${event.topic}`
    case 's3':
      return `s3 ${event.bucket} ${event.events.join(', ')}`
    case 'eventbridge':
      return `eventbridge ${event.bus} ${JSON.stringify(event.pattern)}`
    default:
      return `${event.type} ${event.stream}`
  }
}

function engineOf({ language, engine }: FunctionConfig): string {
  return language === 'typescript' ? engine : language
}

/** A function as the console shows it; values of variables are not among it. */
export function functionView(
  { settings, environment = {}, maxConcurrency, destinations }: ProjectFunction,
  { url, build }: { url: string | undefined; build: BuildView | undefined },
): FunctionView {
  const { http } = settings
  const shown: [name: string, value: string | number | boolean | undefined][] = [
    ['source', settings.build === undefined ? settings.source : undefined],
    ['build', settings.build],
    ['engine', settings.build === undefined ? engineOf(settings) : undefined],
    ['handler', settings.handler],
    ['memory', `${settings.memory} MB`],
    ['timeout', `${settings.timeout} s`],
    ['arch', settings.arch],
    ['logFormat', settings.logFormat],
    ['ephemeralStorage', `${settings.ephemeralStorage} MB`],
    ['reservedConcurrency', settings.reservedConcurrency],
    ['maxConcurrency', maxConcurrency],
    ['retries', settings.retries],
    ['onSuccess', destinations?.onSuccess],
    ['onFailure', destinations?.onFailure],
    ['external', settings.external.join(', ') || undefined],
    ['include', settings.include.map(({ from }) => from).join(', ') || undefined],
    ['layers', settings.layers.join(', ') || undefined],
    ['streaming', http.streaming || undefined],
    ['authorizer', http.authorizer?.type],
    ['cors', http.cors?.origins?.join(', ')],
  ]
  return {
    name: settings.name,
    url,
    endpoint: http.kind,
    routes: http.kind === 'none' ? [] : http.routes,
    triggers: settings.events.map(triggerText),
    settings: shown.flatMap(([name, value]) =>
      value === undefined ? [] : [{ name, value: String(value) }],
    ),
    variables: Object.keys(environment).toSorted(),
    build,
  }
}
