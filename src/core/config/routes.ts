import { valueText, type Mistake } from './problem.ts'

/** `$default`, or a method and a path. */
export const ROUTE = /^(\$default|(ANY|GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \/\S*)$/

/** What is wrong with a route, and what it may have been meant for. */
export function routeMistake(route: string): Mistake | undefined {
  if (route.includes('${')) return undefined
  if (!ROUTE.test(route)) return formMistake(route)
  return route === '$default' ? undefined : pathMistake(route)
}

const FORM = 'a route is "$default" or "METHOD /path", e.g. "GET /items/{id}"'

function formMistake(route: string): Mistake {
  const [first = '', ...others] = route.trim().split(/\s+/)
  const method = METHODS[first.toUpperCase()] ?? (first.startsWith('/') ? 'ANY' : undefined)
  const path = first.startsWith('/') ? first : (others[0] ?? '/')
  const meant = `${method ?? 'ANY'} ${path.startsWith('/') ? path : `/${path}`}`
  const known = method !== undefined && ROUTE.test(meant)
  return {
    message: `${FORM}, not ${valueText(route)}`,
    remedy: known
      ? `Write "${repaired(meant)}".`
      : 'Write a method in capitals, a space and a path.',
  }
}

const METHODS: Record<string, string> = {
  ...Object.fromEntries(
    ['ANY', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'].map((one) => [one, one]),
  ),
  ALL: 'ANY',
  '*': 'ANY',
}

/** API Gateway: a part of a path is literal or one `{name}`, and `{name+}` ends the path. */
function pathMistake(route: string): Mistake | undefined {
  const path = route.slice(route.indexOf(' ') + 1)
  const parts = path.slice(1).split('/')
  const wrong = parts.find((part, index) => !isPart(part, index, parts))
  if (wrong !== undefined) return { message: partMessage(route, wrong), remedy: partRemedy(route) }
  const names = parts.flatMap((part) => /^\{([^+}]+)\+?\}$/.exec(part)?.[1] ?? [])
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return undefined
  return {
    message: `${valueText(route)} has two parameters called ${twice}`,
    remedy: 'Give each parameter of a path a name of its own.',
  }
}

/** The last part may be empty: `/` and `/items/`. */
function isPart(part: string, index: number, all: readonly string[]): boolean {
  const last = index === all.length - 1
  if (part === '') return last
  if (/^\{[A-Za-z0-9._:-]+\}$/.test(part)) return true
  if (/^\{[A-Za-z0-9._:-]+\+\}$/.test(part)) return last
  return /^[^{}*?#<>[\]:]+$/.test(part) || /^[A-Za-z0-9._-]+:[A-Za-z0-9._-]+$/.test(part)
}

function partMessage(route: string, part: string): string {
  if (part === '') return `${valueText(route)} has an empty part`
  if (/^\{.+\+\}$/.test(part))
    return `${valueText(route)} goes on after ${part}, which takes the rest`
  return `${valueText(route)} has ${valueText(part)}, which is neither literal nor a {parameter}`
}

function partRemedy(route: string): string {
  const meant = repaired(route)
  const isRight = meant !== route && pathMistake(meant) === undefined
  return isRight
    ? `Write "${meant}".`
    : 'Write a parameter as {name}, and the rest of a path as {proxy+} at its end.'
}

/** As other frameworks write it: `:id`, `<id>`, `[id]`, `*`, `[...rest]`, a query. */
function repaired(route: string): string {
  const [method = '', path = ''] = route.split(' ')
  const parts = path
    .replace(/[?#].*$/, '')
    .slice(1)
    .split('/')
    .filter((part, index, all) => part !== '' || index === all.length - 1)
    .map(repairedPart)
  return `${method} /${parts.join('/')}`
}

function repairedPart(part: string): string {
  const rest = /^(\*+|:(\w+)[*+]|\{\*(\w*)\}|\{(\w+)\*\}|\[{1,2}\.{3}(\w+)\]{1,2})$/.exec(part)
  if (rest !== null) return `{${rest.slice(2).find(Boolean) ?? 'proxy'}+}`
  const named = /^(?::(\w+)\??|<(?:\w+:)?(\w+)>|\[(\w+)\])$/.exec(part)
  return named === null ? part : `{${named.slice(1).find(Boolean)!}}`
}
