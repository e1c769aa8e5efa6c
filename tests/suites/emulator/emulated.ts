import { spawn, type ChildProcess } from 'node:child_process'
import { freePort, stop, untilUp } from '../../support/server-process.ts'

/** Written by `.ci/suites/emulator`: the executable. */
const emulator = process.env['OCHE_EMULATOR']!

/** A bootstrap that the emulator runs. */
export class Emulated implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #url: string

  private constructor(child: ChildProcess, url: string) {
    this.#child = child
    this.#url = url
  }

  static async start(executable: string, handler: string): Promise<Emulated> {
    const [invokePort, runtimePort] = [await freePort(), await freePort()]
    const args = [
      `--runtime-interface-emulator-address=127.0.0.1:${invokePort}`,
      `--runtime-api-address=127.0.0.1:${runtimePort}`,
      '--log-level=error',
    ]
    const env = { PATH: process.env['PATH'], _HANDLER: handler, AWS_LAMBDA_FUNCTION_TIMEOUT: '30' }
    const child = spawn(emulator, [...args, executable, handler], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const url = `http://127.0.0.1:${invokePort}/2015-03-31/functions/function/invocations`
    // It has no page of its own: that it answers is enough.
    await untilUp(child, `http://127.0.0.1:${invokePort}/`, () => true)
    return new Emulated(child, url)
  }

  async invoke(event: unknown): Promise<unknown> {
    return JSON.parse(await this.invokeText(event))
  }

  async invokeText(event: unknown): Promise<string> {
    const response = await fetch(this.#url, { method: 'POST', body: JSON.stringify(event) })
    return response.text()
  }

  /** The function notices by itself that its Runtime API is gone. */
  [Symbol.asyncDispose](): Promise<void> {
    return stop(this.#child)
  }
}
