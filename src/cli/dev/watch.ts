import { basename } from 'node:path'
import { watch } from 'chokidar'

export interface Watcher {
  /** Watches further files, e.g. sources outside the project. */
  add(paths: readonly string[]): void
  close(): Promise<void>
}

/** Folders whose changes are never the user's. */
const IGNORED = new Set(['node_modules', '.git', '.oche', '.dart_tool'])

/** Editors write a file in several steps: changes this close together are one, in milliseconds. */
const TOGETHER = 20

/** Tells which files below a folder were changed, added or deleted. Ready when it resolves. */
export async function watchFolder(
  folder: string,
  onChange: (files: readonly string[]) => void,
): Promise<Watcher> {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  const tell = () => {
    const files = [...changed]
    changed.clear()
    onChange(files)
  }
  const watcher = watch(folder, {
    ignored: (path) => path !== folder && IGNORED.has(basename(path)),
    ignoreInitial: true,
  })
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir') return
    changed.add(path)
    clearTimeout(timer)
    timer = setTimeout(tell, TOGETHER)
  })
  await new Promise<void>((resolve) => watcher.once('ready', resolve))
  return {
    add: (paths) => void watcher.add([...paths]),
    close: () => {
      clearTimeout(timer)
      return watcher.close()
    },
  }
}
