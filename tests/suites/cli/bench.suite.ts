import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { oche, workspace, type Workspace } from '../../support/cli.ts'

const isLinux = process.platform === 'linux'

/** A function that sets so many bytes aside when it starts, and says what it is told by its event. */
const bootstrap = (megabytes: number) => `#!/usr/bin/env node
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/invocation/'
const kept = Buffer.alloc(${megabytes} * 1024 * 1024, 1)
for (;;) {
  const next = await fetch(base + 'next')
  const id = next.headers.get('lambda-runtime-aws-request-id')
  const event = await next.json()
  const failed = event.fails === true || process.env.GREETING !== 'hi'
  await fetch(base + id + (failed ? '/error' : '/response'), {
    method: 'POST',
    body: JSON.stringify(failed ? { errorType: 'Mine', errorMessage: 'no', stackTrace: [] } : kept.length),
  })
}
`

interface Measured {
  run: string
  work: number[]
  noise: { isNoisy: boolean }
  conditions: { rounds: number }
  functions: {
    name: string
    event: { name: string; bytes: number }
    subjects: {
      name: string
      samples: Record<string, number[][]>
      sizes: Record<string, number>
      figures: { measure: string; value: number; interval?: { low: number; high: number } }[]
    }[]
    findings: { measure: string; text: string; basis: string; comparisons: { p?: number }[] }[]
  }[]
}

let folder: Workspace
beforeAll(() => {
  folder = workspace({
    'oche.yaml': 'name: hello\nlocal: { environment: { GREETING: "${env:WORD}" } }\n',
    '.env': 'WORD=hi\n',
    'light.mjs': bootstrap(1),
    'heavy.mjs': bootstrap(96),
    'events/hello/other.json': '{"a": 1}',
  })
  for (const name of ['light.mjs', 'heavy.mjs']) chmodSync(join(folder.path, name), 0o755)
})
afterAll(() => folder.remove())

const bench = (line: string) => oche(['bench', ...line.split(' ')], { cwd: folder.path })
const BOTH = '--artifact light.mjs,heavy.mjs --seed 7'

describe.runIf(isLinux)('oche bench', () => {
  it('measures two programs in one run, with the variables and the events of the project', async () => {
    const { status, stdout, stderr } = await bench(
      `${BOTH} --rounds 6 --invocations 10 --event other --json --save a.json`,
    )
    expect(status, stderr).toBe(0)
    const report = JSON.parse(stdout) as Measured
    expect(report.work).toHaveLength(12)
    const [fn] = report.functions
    expect(fn).toMatchObject({ name: 'hello', event: { name: 'other', bytes: 8 } })
    expect(fn!.subjects.map(({ name }) => name)).toEqual(['light.mjs', 'heavy.mjs'])
    for (const { samples, sizes, figures } of fn!.subjects) {
      expect(samples['start']!.map(({ length }) => length)).toEqual(Array(6).fill(3))
      expect(samples['warm']!.every(({ length }) => length >= 5 && length <= 10)).toBe(true)
      expect(samples['memoryPeak']).toHaveLength(6)
      expect(sizes['executable']).toBeGreaterThan(500)
      for (const { value, interval } of figures) {
        expect(value).toBeGreaterThan(0)
        if (interval) expect(interval.low).toBeLessThanOrEqual(interval.high)
      }
    }
    const memory = fn!.findings.find(({ measure }) => measure === 'memoryFirst')!
    expect(memory.text).toMatch(/^light\.mjs needs the least memory at its first answer/)
    expect(memory.basis).toMatch(/^The median of 6 values each, of 6 rounds; .*Mann-Whitney/)
    const [light, heavy] = fn!.subjects.map(({ samples }) => samples['memoryFirst']!.flat()[0]!)
    expect(heavy! - light!).toBeGreaterThan(80 * 1024 * 1024)
  })

  it('shows a table, what it found, and how quiet the machine was', async () => {
    const { status, stdout, stderr } = await bench(`${BOTH} --rounds 2 --invocations 5`)
    expect(status, stderr).toBe(0)
    expect(stdout).toMatch(/^hello, event GET \/ \(/)
    expect(stdout).toMatch(/^ +light\.mjs +heavy\.mjs$/m)
    expect(stdout).toMatch(/^peak memory +[\d.]+ MB ±[\d.]+ % +[\d.]+ MB/m)
    expect(stdout).toMatch(/^(The machine was quiet|This machine was too noisy)/m)
    expect(stdout).toContain('Not measured: zip; unzipped. It is an executable without a zip.')
    expect(stderr).toContain('round 2 of 2')
  })

  it('compares with an earlier report: as before, and worse with status 1', async () => {
    // What takes time differs from run to run here: memory does not.
    const saved = JSON.parse(readFileSync(join(folder.path, 'a.json'), 'utf8')) as Measured
    const now =
      '--artifact light.mjs --rounds 6 --invocations 5 --event other --compare b.json --max-regression 400% --json'
    const changed = async (factor: number) => {
      const [subject] = saved.functions[0]!.subjects
      const memoryPeak = subject!.samples['memoryPeak']!.map((round) =>
        round.map((value) => value * factor),
      )
      const samples = { ...subject!.samples, memoryPeak }
      const functions = [{ ...saved.functions[0]!, subjects: [{ ...subject!, samples }] }]
      folder.write('b.json', JSON.stringify({ ...saved, functions }))
      const { status, stdout, stderr } = await bench(now)
      const { comparison } = JSON.parse(stdout) as {
        comparison?: { changes: { measure: string; verdict: string }[] }
      }
      expect(comparison, stdout.slice(0, 500) + stderr).toBeDefined()
      return {
        status,
        peak: comparison!.changes.find(({ measure }) => measure === 'memoryPeak')!.verdict,
      }
    }
    expect(await changed(1)).toEqual({ status: 0, peak: 'within' })
    expect(await changed(0.1)).toEqual({ status: 1, peak: 'worse' })
  })

  it('says before it measures what cannot be compared', async () => {
    const { status, stdout, stderr } = await bench('--artifact light.mjs --compare a.json')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('another event: other then, GET / now')
    expect(stderr).not.toContain('round 1')
  })

  it('ends where the function fails: BENCH_FUNCTION_FAILED', async () => {
    const { status, stdout } = await bench('--artifact light.mjs --event {"fails":true} --json')
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({
      error: {
        code: 'BENCH_FUNCTION_FAILED',
        message: expect.stringContaining('"errorType":"Mine"'),
      },
    })
  })
})

it.each([
  ['--engine bun,deno', 'Did you mean'],
  ['--engine bun --artifact x', 'built already'],
  ['--rounds 0', 'from 2 to 1000'],
])('oche bench %s is wrong usage', async (line, told) => {
  const { status, stderr } = await bench(line)
  expect(status).toBe(2)
  expect(stderr).toContain(line.includes('deno') ? 'not "deno"' : told)
})
