import yoctoSpinner from 'yocto-spinner'
import type { Reporter } from '../../core/reporter.ts'
import type { Output } from './output.ts'
import { durationText } from './units.ts'

/** A spinner with the time that has passed on a terminal, plain lines elsewhere. */
export function createReporter(output: Output, isTerminal: boolean): Reporter {
  const { style } = output
  const silent = output.quiet
  return {
    step: (message, work) => {
      if (silent) return work(() => {})
      return isTerminal ? spin(output, message, work) : lines(output, message, work)
    },
    info: (message) => void (silent || output.note(message)),
    warn: (message) => output.note(`${style('yellow', 'warning:')} ${message}`),
    debug: (message) => void (output.verbose && output.note(style('dim', message))),
  }
}

type Work<T> = (update: (message: string) => void) => Promise<T>

async function spin<T>(output: Output, message: string, work: Work<T>): Promise<T> {
  const started = Date.now()
  let current = message
  const text = () => {
    const passed = Date.now() - started
    return passed < 1000 ? current : `${current} ${output.style('dim', durationText(passed))}`
  }
  const spinner = yoctoSpinner({
    text: current,
    stream: output.noteStream,
    handleSignals: false,
  }).start()
  const refresh = setInterval(() => (spinner.text = text()), 200)
  try {
    return await work((update) => {
      current = update
      spinner.text = text()
    })
  } finally {
    clearInterval(refresh)
    spinner.stop()
  }
}

/** Each message once; a step that took long says so at its end. */
async function lines<T>(output: Output, message: string, work: Work<T>): Promise<T> {
  const started = Date.now()
  output.note(`${message} …`)
  const result = await work((update) => output.note(`${update} …`))
  const passed = Date.now() - started
  if (passed >= 1000) output.note(`${message}: done in ${durationText(passed)}`)
  return result
}
