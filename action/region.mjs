// Reads what `oche doctor --json` answers, and writes the region as an output of a step: whoever asks AWS for
// credentials has to be told where.
import { text } from 'node:stream/consumers'
import { annotation } from './annotation.mjs'

const answer = JSON.parse(await text(process.stdin))
const { found, remedy } = Array.isArray(answer)
  ? (answer.find(({ check }) => check === 'AWS region') ?? {})
  : { remedy: [answer.error.message, answer.error.remedy].filter(Boolean).join('. ') }
if (found === undefined) {
  console.error(annotation('error', remedy))
  process.exitCode = 1
} else {
  console.log(`region=${found}`)
}
