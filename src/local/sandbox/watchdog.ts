import { spawn, type ChildProcess } from 'node:child_process'

/**
 * Reads `+ <group>` and `- <group>` until its input ends, which it does with the process that started
 * it, however that dies. Every group it knows by then is killed, and the folder goes.
 */
const SCRIPT = `groups=' '
while read -r sign group; do
  case $sign in
    +) groups="$groups$group " ;;
    -) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
rm -rf -- "$1"`

/**
 * Sees to it that functions end with this process even where it cannot end them itself. A function
 * that waits for an invocation notices by its connection; this is for those that are busy.
 *
 * Only on POSIX systems, where a function and what it starts are a process group.
 */
export class Watchdog {
  readonly #folder: string
  #child: ChildProcess | undefined

  /** @param folder that holds nothing worth keeping */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** A process group that must not outlive this process. */
  add(group: number): void {
    this.#write(`+ ${group}`)
  }

  /** It has ended; its number may be another's soon. */
  remove(group: number): void {
    this.#write(`- ${group}`)
  }

  close(): void {
    this.#child?.stdin?.end()
    this.#child = undefined
  }

  #write(line: string): void {
    this.#child ??= start(this.#folder)
    this.#child?.stdin?.write(`${line}\n`)
  }
}

/** A shell, since it is there on every POSIX system and starts within a millisecond. */
function start(folder: string): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined
  const child = spawn('/bin/sh', ['-c', SCRIPT, 'oche-watchdog', folder], {
    // Away from the terminal, whose signals must not end it first.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { PATH: process.env['PATH'] },
  })
  // Without it there is no second line of defence; everything else goes on.
  child.on('error', () => {})
  child.stdin.on('error', () => {})
  child.unref()
  return child
}
