import { basename, relative } from 'node:path'
import { watch } from 'chokidar'
import { messageOf, systemCode } from '../../../core/errors.ts'
import { stampOf } from '../../../core/stamp.ts'
import { stampNow } from './files.ts'

export interface Watcher {
  /** Whether the system tells of each change at once: not where files are polled, nor where some cannot be watched. */
  readonly tells: boolean
  /** Watches further files, e.g. sources outside the project. */
  add(paths: readonly string[]): void
  close(): Promise<void>
}

/** Folders whose changes are never the user's, and files that Bun writes while it compiles. */
const IGNORED = /^(node_modules|\.git|\.oche|\.dart_tool)$|\.bun-build$/

/** Editors write a file in several steps: changes this close together are one, in milliseconds. */
const TOGETHER = 20

/** chokidar drops a second change of a file within 50 ms of the first: so it is looked at again. */
const LOOK_AGAIN = 75

export interface WatchListener {
  /** These files were changed, added or deleted. */
  onChange(files: readonly string[]): void
  /** The system tells of a change: what it is and whether it counts shows a moment later. */
  onTouch?(): void
  /** Told, once for each reason, what cannot be watched; the rest is. */
  say?(text: string): void
}

/** Tells which files below a folder were changed, added or deleted. Ready when it resolves. */
export async function watchFolder(folder: string, listener: WatchListener): Promise<Watcher> {
  const changes = new Changes((files) => listener.onChange(files))
  const watcher = watch(folder, {
    ignored: (path) => path !== folder && IGNORED.test(basename(path)),
    ignoreInitial: true,
    alwaysStat: true,
  })
  watcher.on('all', (event, path, stats) => {
    if (event !== 'addDir' && event !== 'unlinkDir') changes.add(path, stats && stampOf(stats))
  })
  watcher.on('raw', () => listener.onTouch?.())
  const faults = new WatchFaults(folder, (text) => listener.say?.(text))
  let tells = !watcher.options.usePolling
  await new Promise<void>((resolve) => {
    watcher.once('ready', resolve)
    watcher.on('error', (thrown) => {
      tells = false
      faults.tell(thrown)
      // Out of watchers, it may never be ready.
      if (isOutOfWatchers(thrown)) resolve()
    })
  })
  return {
    get tells() {
      return tells
    },
    add: (paths) => void watcher.add([...paths]),
    close: () => {
      changes.stop()
      return watcher.close()
    },
  }
}

/** What the system has no more of: inotify's watches, or files that are open at once. */
const OUT_OF_WATCHERS = new Set(['ENOSPC', 'EMFILE', 'ENFILE'])

function isOutOfWatchers(thrown: unknown): boolean {
  return OUT_OF_WATCHERS.has(systemCode(thrown) ?? '')
}

/** A folder that cannot be read, or too many of them, is told of once and is no reason to end. */
class WatchFaults {
  readonly #folder: string
  readonly #say: (text: string) => void
  readonly #told = new Set<string>()

  constructor(folder: string, say: (text: string) => void) {
    this.#folder = folder
    this.#say = say
  }

  tell(thrown: unknown): void {
    const text = this.#textOf(thrown)
    if (this.#told.has(text)) return
    this.#told.add(text)
    this.#say(text)
  }

  #textOf(thrown: unknown): string {
    if (isOutOfWatchers(thrown)) {
      return (
        'The system has no watchers left, so some changes are not seen: raise ' +
        'fs.inotify.max_user_watches, or close other programs that watch folders.'
      )
    }
    const path = (thrown as { path?: unknown } | null)?.path
    if (typeof path !== 'string') return `Changes may not be seen: ${messageOf(thrown)}`
    const place = relative(this.#folder, path) || '.'
    return `Changes in ${place} are not seen: it cannot be read (${systemCode(thrown) ?? 'unknown'}).`
  }
}

/** Changed files, told together. */
class Changes {
  readonly #onChange: (files: readonly string[]) => void
  readonly #files = new Set<string>()
  readonly #looks = new Set<NodeJS.Timeout>()
  #timer: NodeJS.Timeout | undefined

  constructor(onChange: (files: readonly string[]) => void) {
    this.#onChange = onChange
  }

  /** @param stamp of the file, as the change saw it; undefined once it is gone */
  add(path: string, stamp: string | undefined): void {
    this.#files.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), TOGETHER)
    if (stamp !== undefined) this.#lookAgain(path, stamp)
  }

  stop(): void {
    for (const timer of [this.#timer, ...this.#looks]) clearTimeout(timer)
  }

  #tell(): void {
    const files = [...this.#files]
    this.#files.clear()
    this.#onChange(files)
  }

  #lookAgain(path: string, stamp: string): void {
    const timer = setTimeout(() => {
      this.#looks.delete(timer)
      const now = stampNow(path)
      if (now !== undefined && now !== stamp) this.add(path, now)
    }, LOOK_AGAIN)
    this.#looks.add(timer)
  }
}
