import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { indentJson } from './indent-json.ts'
import { messageOf, OcheError, systemCode } from './errors.ts'

/** Folder in a project for events that are kept: `events/<function>/<name>.json`. */
const EVENTS_FOLDER = 'events'

/** A name that is one on every file system, and no path. */
const NAME = /^(?![.-])[A-Za-z0-9._-]{1,64}$/

/** To Windows these are devices, whatever follows a dot. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i

function isName(name: string): boolean {
  return NAME.test(name) && !DEVICE.test(name)
}

/** Path of a saved event from the project's folder; undefined where that is no name for one. */
export function savedEventPath(functionName: string, name: string): string | undefined {
  return isName(name) ? `${EVENTS_FOLDER}/${functionName}/${name}.json` : undefined
}

/** Names of a function's saved events, in order. */
export function listSavedEvents(root: string, functionName: string): string[] {
  try {
    return readdirSync(join(root, EVENTS_FOLDER, functionName))
      .filter((file) => file.endsWith('.json') && isName(file.slice(0, -'.json'.length)))
      .map((file) => file.slice(0, -'.json'.length))
      .toSorted()
  } catch {
    // No such folder: nothing is saved.
    return []
  }
}

/** The bytes of a saved event; undefined where there is none of that name. */
export function readSavedEvent(
  root: string,
  functionName: string,
  name: string,
): Buffer | undefined {
  const path = savedEventPath(functionName, name)
  try {
    return path === undefined ? undefined : readFileSync(join(root, path))
  } catch {
    return undefined
  }
}

/**
 * Saves an event in the project, where `oche invoke --event <name>` finds it.
 *
 * @param event JSON
 * @param options.replace whether one of this name may be overwritten. @default false
 * @returns its path from the project's folder
 * @throws OcheError `EVENT_NAME_INVALID`, `EVENT_NOT_JSON`, `OUT_NOT_WRITABLE`
 */
export function saveEvent(
  root: string,
  { functionName, name, event }: { functionName: string; name: string; event: string },
  { replace = false }: { replace?: boolean } = {},
): string {
  const path = savedEventPath(functionName, name)
  if (path === undefined) {
    throw new OcheError('EVENT_NAME_INVALID', `"${name}" is no name for an event`, {
      remedy:
        'A name has 1 to 64 letters, digits, -, _ and dots, and is no device of Windows (con, nul …).',
    })
  }
  const text = indented(event)
  try {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text, { flag: replace ? 'w' : 'wx' })
  } catch (cause) {
    const isThere = systemCode(cause) === 'EEXIST'
    const reason = isThere ? 'it is there already' : messageOf(cause)
    throw new OcheError('OUT_NOT_WRITABLE', `${path} cannot be written: ${reason}`, {
      remedy: isThere ? 'Choose another name, or replace it.' : 'Let this user write there.',
      cause,
    })
  }
  return path
}

function indented(event: string): string {
  try {
    JSON.parse(event)
    return `${indentJson(event)}\n`
  } catch (cause) {
    throw new OcheError('EVENT_NOT_JSON', `the event is not JSON: ${messageOf(cause)}`, {
      remedy: 'Correct it.',
      cause,
    })
  }
}
