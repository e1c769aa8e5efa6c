import { statSync } from 'node:fs'
import { basename } from 'node:path'
import { watch } from 'chokidar'

export interface Watcher {
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

/** Tells which files below a folder were changed, added or deleted. Ready when it resolves. */
export async function watchFolder(
  folder: string,
  onChange: (files: readonly string[]) => void,
): Promise<Watcher> {
  const changes = new Changes(onChange)
  const watcher = watch(folder, {
    ignored: (path) => path !== folder && IGNORED.test(basename(path)),
    ignoreInitial: true,
    alwaysStat: true,
  })
  watcher.on('all', (event, path, stats) => {
    if (event !== 'addDir' && event !== 'unlinkDir') changes.add(path, stats?.mtimeMs)
  })
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return {
    add: (paths) => void watcher.add([...paths]),
    close: () => {
      changes.stop()
      return watcher.close()
    },
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

  /** @param modified when the file was modified, as the change saw it; undefined once it is gone */
  add(path: string, modified: number | undefined): void {
    this.#files.add(path)
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#tell(), TOGETHER)
    if (modified !== undefined) this.#lookAgain(path, modified)
  }

  stop(): void {
    for (const timer of [this.#timer, ...this.#looks]) clearTimeout(timer)
  }

  #tell(): void {
    const files = [...this.#files]
    this.#files.clear()
    this.#onChange(files)
  }

  #lookAgain(path: string, modified: number): void {
    const timer = setTimeout(() => {
      this.#looks.delete(timer)
      const now = statSync(path, { throwIfNoEntry: false })?.mtimeMs
      if (now !== undefined && now !== modified) this.add(path, now)
    }, LOOK_AGAIN)
    this.#looks.add(timer)
  }
}
