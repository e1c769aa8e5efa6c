import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { limits } from '../../../contract/limits.ts'
import { sampleEvents } from '../../../contract/samples/index.ts'
import { triggersOf } from '../../../core/config/events/triggers.ts'
import { messageOf, OcheError } from '../../../core/errors.ts'
import { nearest } from '../../../core/nearest.ts'
import type { FunctionConfig } from '../../../core/project.ts'
import { listSavedEvents, readSavedEvent, savedEventPath } from '../../../core/saved-events.ts'
import { bytesText } from '../../output/units.ts'
import { firstRequest } from './first-request.ts'
import { isJsonText } from './json-text.ts'

/**
 * The bytes of the event that `--event` gives: JSON as it is, a file, `-` for standard input, an event that
 * is saved in the project for the function, or a sample.
 * What starts the function gives its samples what `oche.yaml` names. By default the first request that the
 * function's endpoint may get, or the sample of what starts it first, or `{}` where it has neither.
 *
 * @throws OcheError `EVENT_NOT_FOUND`, `EVENT_NOT_JSON`, `EVENT_TOO_LARGE`
 */
export async function readEvent(
  given: string | undefined,
  fn: Pick<FunctionConfig, 'http' | 'name'> & Partial<Pick<FunctionConfig, 'events'>>,
  { cwd, stdin, root }: { cwd: string; stdin: Readable; root?: string | undefined },
): Promise<Uint8Array> {
  if (given === '-') return checked(await buffer(stdin), 'standard input')
  if (given !== undefined && isJsonText(given)) return checked(Buffer.from(given), '--event')
  const triggers = triggersOf(fn.events ?? [])
  const first = firstRequest(fn)
  if (given === undefined && first !== undefined) return Buffer.from(JSON.stringify(first.event))
  const name = given ?? triggers[0]?.name
  if (name === undefined) return Buffer.from('{}')
  const file = resolve(cwd, name)
  if (given !== undefined && isReadable(file)) return checked(readFileSync(file), name)
  const saved = root === undefined ? undefined : readSavedEvent(root, fn.name, name)
  if (saved !== undefined) return checked(saved, savedEventPath(fn.name, name)!)
  const trigger = triggers.find((one) => one.name === name)
  if (trigger !== undefined) return Buffer.from(JSON.stringify(trigger.event))
  const others = root === undefined ? [] : listSavedEvents(root, fn.name)
  const names = [...others, ...triggers.map((one) => one.name)]
  return Buffer.from(JSON.stringify(sample(name, names)))
}

/** Pipes too, such as `<(…)` of a shell. */
function isReadable(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() === false
}

/** @param others names of events of the function's, one of which may have been meant */
function sample(name: string, others: readonly string[]): unknown {
  if (Object.hasOwn(sampleEvents, name)) return sampleEvents[name]!.event
  if (/^(true|false|null|-?\d[\d.eE+-]*)$/.test(name)) return JSON.parse(name)
  const meant = nearest(name, [...others, ...Object.keys(sampleEvents)])
  throw new OcheError(
    'EVENT_NOT_FOUND',
    `"${name}" is neither JSON, nor a file, nor a saved event, nor a sample`,
    {
      remedy: meant ? `Did you mean "${meant}"?` : 'Type: oche invoke --list-events',
    },
  )
}

function checked(bytes: Uint8Array, source: string): Uint8Array {
  if (bytes.length > limits.invokeRequestBytes) {
    throw new OcheError(
      'EVENT_TOO_LARGE',
      `the event in ${source} has ${bytesText(bytes.length)}; Lambda takes ${bytesText(limits.invokeRequestBytes)}`,
      { remedy: 'Send less: pass a reference, such as the key of an object in S3.' },
    )
  }
  try {
    JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch (cause) {
    throw new OcheError(
      'EVENT_NOT_JSON',
      `the event in ${source} is not JSON: ${messageOf(cause)}`,
      {
        remedy: 'Correct it, or try a sample: oche invoke --list-events',
        cause,
      },
    )
  }
  return bytes
}
