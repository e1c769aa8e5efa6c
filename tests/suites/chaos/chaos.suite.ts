import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ocheDev, workspace } from '../../support/cli.ts'
import { Random } from '../../support/random.ts'
import { configuration, disturbances, Disturbed, source, TEXT } from './disturbances.ts'

const STEPS = Number(process.env['OCHE_STEPS'] ?? 300)
const seed = Number(process.env['OCHE_SEED'] ?? Date.now() % 2 ** 31)

it(`oche dev goes on whatever is done to it: ${STEPS} disturbances, OCHE_SEED=${seed}`, async () => {
  console.log(`OCHE_SEED=${seed}`)
  const random = new Random(seed)
  const names = Object.keys(disturbances)
  // Of its own: others have folders in the machine's.
  using temporary = workspace({})
  using folder = workspace({
    'oche.yaml': configuration(128),
    'index.ts': source(0),
    'text.ts': TEXT,
  })
  const dev = await ocheDev([], { cwd: folder.path, env: { TMPDIR: temporary.path } })
  const at = new Disturbed(folder, dev)
  const { pid } = dev.child
  const steps: string[] = []
  try {
    for (let step = 0; step < STEPS; step++) {
      const name = random.pick(names)
      steps.push(name)
      await disturbances[name]!(at, (below) => random.below(below))
      await at.untilAnswered()
    }
    expect(dev.child).toMatchObject({ pid, exitCode: null, signalCode: null })
    expect(dev.events.filter(({ type }) => type === 'bug')).toEqual([])
  } catch (thrown) {
    const last = steps.slice(-10).join(', ')
    throw new Error(
      `step ${steps.length} of seed ${seed}, after ${last}\n${dev.stderr().slice(-3000)}`,
      {
        cause: thrown,
      },
    )
  } finally {
    expect(await dev.stop()).toBe(130)
  }
  await expect(fetch(dev.url)).rejects.toThrow()
  expect(readdirSync(temporary.path).filter((name) => name.startsWith('oche-'))).toEqual([])
})
