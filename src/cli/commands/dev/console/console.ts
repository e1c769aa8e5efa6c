import { startConsole, type ConsoleHost, type RunningConsole } from '../../../../console/index.ts'
import { Recording, type Restarted } from '../../../../local/index.ts'
import type { Program } from '../program.ts'
import { Builds } from './builds.ts'
import { functionView } from './function-view.ts'

/** What the console of one `oche dev` shows: all that was recorded and built, whatever configuration it had. */
export class DevConsole {
  readonly recording = new Recording()
  readonly builds = new Builds()
  #running: RunningConsole | undefined
  readonly #listeners = new Set<() => void>()

  /** @throws OcheError `CONSOLE_PORT_IN_USE` */
  async start(options: {
    port: number | undefined
    program: Pick<Program, 'current'>
    env: NodeJS.ProcessEnv
    restarted(restarted: Restarted): void
    onBug(message: string, stack: string | undefined): void
  }): Promise<void> {
    const { port, onBug } = options
    this.#running = await startConsole({ host: this.#host(options), port, onBug })
  }

  /** With its token: for whoever sits at the terminal, and for no log. */
  get url(): string {
    return this.#running!.url
  }

  /** For the arguments of what opens a browser. */
  ticketUrl(): string {
    return this.#running!.ticketUrl()
  }

  /** Other functions are served now. */
  changed(): void {
    for (const tell of this.#listeners) tell()
  }

  async close(): Promise<void> {
    await this.#running?.close()
  }

  #host({
    program,
    env,
    restarted,
  }: {
    program: Pick<Program, 'current'>
    env: NodeJS.ProcessEnv
    restarted(restarted: Restarted): void
  }): ConsoleHost {
    const { builds } = this
    const lambda = () => program.current.local
    const locals = () => program.current.served.locals
    return {
      recording: this.recording,
      env,
      lambda,
      environments: () => (program.current.isOpen ? lambda().environments() : []),
      project: () => program.current.served.project,
      functions: () =>
        locals().map((local) => {
          const { name } = local.settings
          return functionView(local, { url: lambda().urls[name], build: builds.of(name) })
        }),
      variables: (name) => {
        const local = locals().find(({ settings }) => settings.name === name)
        return local && (local.environment ?? {})
      },
      restart: () => {
        const ended = lambda().restart()
        restarted(ended)
        return ended
      },
      onFunctions: (listener) => {
        this.#listeners.add(listener)
        const stop = builds.watch(listener)
        return () => {
          this.#listeners.delete(listener)
          stop()
        }
      },
    }
  }
}
