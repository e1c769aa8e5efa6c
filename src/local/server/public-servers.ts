import { OcheError } from '../../core/errors.ts'
import { within } from '../../core/within.ts'
import type { Endpoints } from '../endpoints/handle.ts'
import { urlsOf, type Site } from '../endpoints/sites.ts'
import type { PublicServerOptions } from './public-server.ts'
import { PublicServer } from './public-server.ts'

export interface PublicServersOptions extends Omit<PublicServerOptions, 'endpoints'> {
  sites: readonly Site[]
  endpoints: Pick<Endpoints, 'handle'>
}

/**
 * A port for each site, so that every program can reach each of them and none hides another. Without
 * a site there is one port, for the Invoke API, which is on all of them.
 */
export class PublicServers {
  readonly #servers: readonly { site: Site | undefined; server: PublicServer }[]
  #host = ''

  constructor({ sites, endpoints, ...options }: PublicServersOptions) {
    this.#servers = (sites.length > 0 ? sites : [undefined]).map((site) => {
      const handle: PublicServerOptions['endpoints'] = (exchange) =>
        endpoints.handle(site, exchange)
      return { site, server: new PublicServer({ ...options, endpoints: handle }) }
    })
  }

  /** Of the first site. */
  get port(): number {
    return this.#servers[0]!.server.port
  }

  get url(): string {
    return this.#urlOf(this.#servers[0]!.server)
  }

  /** Where each function answers, by its name. */
  get urls(): Record<string, string> {
    return urlsOf(
      this.#servers.flatMap(({ site, server }) =>
        site === undefined ? [] : [{ site, url: this.#urlOf(server) }],
      ),
    )
  }

  /**
   * The first site gets the port, each further one the next that is free.
   *
   * @throws OcheError `PORT_IN_USE` and the like
   */
  async listen(port: number, host: string): Promise<void> {
    this.#host = host
    const [first, ...others] = this.#servers.map(({ server }) => server)
    await first!.listen(port, host)
    let last = port
    for (const server of others) last = await listenAfter(server, last, host)
  }

  /** Lets go of the ports; connections that there are are still served. */
  release(): void {
    for (const { server } of this.#servers) server.release()
  }

  /** Further requests of connections that stay are another's, where that has the same port. */
  handOver(next: PublicServers): void {
    for (const { server } of this.#servers) {
      const other = next.#servers.find((one) => one.server.port === server.port)
      if (other !== undefined) server.handOver(other.server)
    }
  }

  /** Until requests under way are answered, or for `graceMs` milliseconds, or until `hurry`. */
  async answered(graceMs: number, hurry: AbortSignal): Promise<void> {
    const all = Promise.all(this.#servers.map(({ server }) => server.answered()))
    const hurried = new Promise<void>((resolve) => {
      if (hurry.aborted) resolve()
      hurry.addEventListener('abort', () => resolve(), { once: true })
    })
    await within(graceMs, Promise.race([all, hurried]))
  }

  async close(): Promise<void> {
    await Promise.all(this.#servers.map(({ server }) => server.close()))
  }

  #urlOf({ port }: PublicServer): string {
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${port}`
  }
}

/** @param last the port before, 0 where any will do */
async function listenAfter(server: PublicServer, last: number, host: string): Promise<number> {
  for (let port = last; port !== 0 && port < 65_535;) {
    try {
      await server.listen(++port, host)
      return port
    } catch (error) {
      const isTaken = error instanceof OcheError && TAKEN.has(error.code)
      if (!isTaken) throw error
    }
  }
  await server.listen(0, host)
  return 0
}

const TAKEN: ReadonlySet<string> = new Set(['PORT_IN_USE', 'PORT_NOT_ALLOWED'])
