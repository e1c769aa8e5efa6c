import { SourceMap, type SourceMapPayload } from 'node:module'
import { WebSocketClient } from '../../support/websocket.ts'

/** A script that the debugger was told of. */
interface Script {
  scriptId: string
  url: string
  sourceMapURL?: string
}

type Fields = Record<string, any>

/**
 * A debugger: what Node's protocol and Bun's, which is WebKit's, have in common of breakpoints. It sets
 * them in the user's source, by the source map of the script.
 */
export class Inspector implements AsyncDisposable {
  readonly #socket: WebSocketClient
  readonly #replies = new Map<number, (result: Fields) => void>()
  readonly #told: { method: string; params: Fields }[] = []
  readonly #watchers = new Set<() => void>()
  #count = 0

  private constructor(socket: WebSocketClient) {
    this.#socket = socket
  }

  static async attach(url: string): Promise<Inspector> {
    let own: Inspector | undefined
    const socket = await WebSocketClient.connect(url, (text) => own!.#take(text))
    own = new Inspector(socket)
    for (const method of ['Inspector.enable', 'Runtime.enable', 'Debugger.enable']) {
      await own.#ask(method)
    }
    // Bun's wants both, Node knows neither.
    await own.#ask('Debugger.setBreakpointsActive', { active: true })
    await own.#ask('Inspector.initialized')
    return own
  }

  /** @param line from 1, in the source whose path ends so */
  async setBreakpoint(source: string, line: number): Promise<void> {
    const { params: script } = await this.#event('Debugger.scriptParsed', (params) =>
      mapOf(params as Script)?.payload.sources.some((path) => path.endsWith(source)),
    )
    const { scriptSource } = await this.#ask('Debugger.getScriptSource', {
      scriptId: script['scriptId'],
    })
    const place = generated(mapOf(script as Script)!, String(scriptSource), source, line)
    const { location, actualLocation } = await this.#ask('Debugger.setBreakpoint', {
      location: { scriptId: script['scriptId'], ...place },
    })
    if ((location ?? actualLocation) === undefined) throw new Error('no breakpoint was set')
  }

  /** What expressions stand for where it is paused, next time. */
  async paused(...expressions: string[]): Promise<unknown[]> {
    const { params } = await this.#event('Debugger.paused')
    const { callFrameId } = params['callFrames'][0]
    const results = await Promise.all(
      expressions.map((expression) =>
        this.#ask('Debugger.evaluateOnCallFrame', { callFrameId, expression, returnByValue: true }),
      ),
    )
    return results.map(({ result }) => result.value)
  }

  async resume(): Promise<void> {
    await this.#ask('Debugger.resume')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close()
  }

  #take(text: string): void {
    const message = JSON.parse(text) as Fields
    if (message['id'] !== undefined) {
      this.#replies.get(message['id'])?.(message['result'] ?? {})
    } else {
      this.#told.push(message as never)
      for (const look of this.#watchers) look()
    }
  }

  /** A method that the protocol does not know has an empty answer. */
  #ask(method: string, params: Fields = {}): Promise<Fields> {
    const id = ++this.#count
    this.#socket.send(JSON.stringify({ id, method, params }))
    return new Promise((resolve) => this.#replies.set(id, resolve))
  }

  /** The first that fits, told already or to come; each is given once. */
  #event(
    method: string,
    fits: (params: Fields) => boolean | undefined = () => true,
  ): Promise<{ params: Fields }> {
    return new Promise((resolve) => {
      const look = () => {
        const index = this.#told.findIndex((one) => one.method === method && fits(one.params))
        if (index === -1) return
        this.#watchers.delete(look)
        resolve(this.#told.splice(index, 1)[0]!)
      }
      this.#watchers.add(look)
      look()
    })
  }
}

function mapOf({ sourceMapURL: url }: Script): SourceMap | undefined {
  const data = /^data:[^,]*;base64,(.*)$/.exec(url ?? '')?.[1]
  if (data === undefined) return undefined
  return new SourceMap(JSON.parse(Buffer.from(data, 'base64').toString()) as SourceMapPayload)
}

/** Where a line of a source is in the script: the first place that comes from it. */
function generated(map: SourceMap, script: string, source: string, line: number) {
  for (const [lineNumber, text] of script.split('\n').entries()) {
    for (let columnNumber = 0; columnNumber < text.length; columnNumber++) {
      const entry = map.findEntry(lineNumber, columnNumber)
      if (!('originalSource' in entry)) continue
      if (entry.originalSource.endsWith(source) && entry.originalLine === line - 1) {
        return { lineNumber, columnNumber }
      }
    }
  }
  throw new Error(`${source}:${line} is not in the script`)
}
