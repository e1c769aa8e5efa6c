import { describe } from 'vitest'
import {
  describeInterruptions,
  interruptible,
  interruptibleInBrief,
} from '../../support/interrupting.ts'

/** The commands that tests/interrupt.test.ts leaves out, at the same moment. */
describe.runIf(process.platform === 'linux')('Ctrl-C', () => {
  describeInterruptions(interruptible.filter((one) => !interruptibleInBrief.includes(one)))
})
