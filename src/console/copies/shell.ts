import { compactJson } from '../../core/indent-json.ts'
import type { RecordedBody, RecordedInvocation, RecordedRequest } from '../../local/index.ts'

/** What a client says of its connection, and what curl says by itself. */
const LEFT_OUT =
  /^(host|connection|content-length|accept-encoding|transfer-encoding|keep-alive|proxy-connection|te|trailer|upgrade|expect|sec-.*)$/i

/** What curl says unless it is told not to. */
const SAID_BY_CURL = ['User-Agent', 'Accept']

/** Undefined where it came by no request, or where not all of its body was kept. */
export function curl({ request, via }: RecordedInvocation): string | undefined {
  if (via !== 'http' || request === undefined || request.body?.isCut === true) return undefined
  const { method, origin, target, headers } = request
  const body = method === 'HEAD' || request.body?.bytes === 0 ? undefined : request.body
  const isPiped = body !== undefined && !isArgument(body)
  const parts = [
    `curl ${flagsOf(request, body !== undefined)}${quoted(origin + target)}`,
    ...headersOf(headers, body !== undefined).map((header) => `-H ${quoted(header)}`),
    ...(body === undefined
      ? []
      : [isPiped ? '--data-binary @-' : `--data-raw ${quoted(body.text)}`]),
  ]
  const command = parts.join(' \\\n  ')
  return isPiped ? `${printed(body)} | ${command}` : command
}

export function ocheInvoke({ function: name, event }: RecordedInvocation): string {
  const command = `oche invoke ${name} --event`
  if (event === undefined || event.bytes === 0) return `${command} '{}'`
  const body = event.encoding === 'utf8' ? { ...event, text: compactJson(event.text) } : event
  // What begins otherwise is the name of a file or a sample to it.
  const isTakenAsJson = /^[[{"]/.test(body.text) && isArgument(body)
  return isTakenAsJson ? `${command} ${quoted(body.text)}` : `${printed(body)} | ${command} -`
}

function flagsOf({ method, target }: RecordedRequest, hasBody: boolean): string {
  return [
    ...(method === 'HEAD' ? ['--head'] : []),
    ...(method === 'HEAD' || (method === 'GET' && !hasBody) ? [] : [`-X ${quoted(method)}`]),
    // To curl these are a pattern of several addresses, and these are steps up.
    ...(/[[\]{}]/.test(target) ? ['--globoff'] : []),
    ...(/\/\.\.?(?:[/?]|$)/.test(target) ? ['--path-as-is'] : []),
  ]
    .map((flag) => `${flag} `)
    .join('')
}

/** A header without a value is written with `;`, one that is not sent at all without. */
function headersOf(headers: RecordedRequest['headers'], hasBody: boolean): string[] {
  const told = new Set(headers.map(([name]) => name.toLowerCase()))
  const silenced = [...SAID_BY_CURL, ...(hasBody ? ['Content-Type'] : [])]
  return [
    ...headers
      .filter(([name]) => !LEFT_OUT.test(name))
      .map(([name, value]) => (value === '' ? `${name};` : `${name}: ${asTyped(value)}`)),
    ...silenced.filter((name) => !told.has(name.toLowerCase())).map((name) => `${name}:`),
  ]
}

/** A byte of a header is a character here; a terminal sends the bytes of UTF-8. */
function asTyped(value: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

/** Linux takes 128 KB of one argument. */
const MOST_OF_AN_ARGUMENT = 100_000

function isArgument({ text, encoding, bytes }: RecordedBody): boolean {
  return encoding === 'utf8' && bytes < MOST_OF_AN_ARGUMENT && !text.includes('\0')
}

/** By what a shell has itself, which takes more than a program does. */
function printed({ text, encoding }: RecordedBody): string {
  if (encoding === 'utf8' && !text.includes('\0')) return `printf %s ${quoted(text)}`
  return `printf %s ${quoted(Buffer.from(text, encoding).toString('base64'))} | base64 -d`
}

/** One word for a POSIX shell. */
function quoted(text: string): string {
  if (/^[A-Za-z0-9_./:@%+=-]+$/.test(text)) return text
  return `'${text.replaceAll("'", `'\\''`)}'`
}
