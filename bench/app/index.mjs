// An application of Hono, zod, the AWS SDK and Powertools: its zip, how long its first answer takes
// and how much memory it then has, beside AWS's own client for Node.js with the same source bundled
// by esbuild. Writes bench/results/app.md. Arguments: the number of rounds.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const rounds = Number(process.argv[2] ?? 20)
const program = resolve('dist/cli/main.js')
const here = import.meta.dirname
const folder = mkdtempSync(join(tmpdir(), 'oche-bench-'))
const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const { dependencies: official } = JSON.parse(
  readFileSync(join(here, '../runtime/functions/node/package.json'), 'utf8'),
)

const PACKAGES = {
  '@aws-lambda-powertools/logger': '2.36.0',
  '@aws-lambda-powertools/metrics': '^2',
  '@aws-sdk/client-dynamodb': '^3',
  '@aws-sdk/client-s3': '^3',
  '@aws-sdk/lib-dynamodb': '^3',
  hono: devDependencies.hono,
  zod: '^4',
  bun: devDependencies.bun,
  esbuild: devDependencies.esbuild,
  ...official,
}
const EVENT = JSON.stringify({
  version: '2.0',
  rawPath: '/items/7',
  rawQueryString: '',
  headers: { host: 'example.com' },
  requestContext: { http: { method: 'GET', path: '/items/7', sourceIp: '203.0.113.24' } },
})

try {
  const rows = await measure(prepare())
  writeFileSync('bench/results/app.md', table(rows))
  console.log(table(rows))
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** The commands, and the zips where there are any. */
function prepare() {
  const write = (file, value) => writeFileSync(join(folder, file), JSON.stringify(value))
  write('package.json', { private: true, type: 'module', dependencies: PACKAGES })
  cpSync(join(here, 'function.js'), join(folder, 'index.js'))
  write('oche.yaml', {
    name: 'app',
    arch: 'x86_64',
    functions: {
      bun: { source: 'index.js', engine: 'bun' },
      node: { source: 'index.js', engine: 'node' },
    },
  })
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'])
  run(process.execPath, [program, 'build', '--quiet'])
  const modules = join(folder, 'node_modules')
  const banner =
    "import{createRequire as createRequire0}from'node:module';const require=createRequire0(import.meta.url)"
  const bundle = ['--bundle', '--platform=node', '--format=esm', `--banner:js=${banner}`]
  run(join(modules, '.bin/esbuild'), ['index.js', ...bundle, '--outfile=official/index.mjs'])
  const node = join(modules, 'node/bin/node')
  const ours = (name) => ({
    command: [join(folder, '.oche', name, 'x86_64/bootstrap')],
    zip: join(folder, '.oche', name, `x86_64/${name}.zip`),
  })
  return {
    'AWS’s client on Node.js 24': {
      command: [node, join(modules, 'aws-lambda-ric/index.mjs')],
      root: join(folder, 'official'),
    },
    'oche, engine: node': ours('node'),
    'oche, engine: bun': ours('bun'),
  }
}

function run(file, args) {
  execFileSync(file, args, { cwd: folder, stdio: ['ignore', process.stderr, 'inherit'] })
}

async function measure(competitors) {
  const results = Object.entries(competitors).map(([name, one]) => ({
    name,
    ...one,
    starts: [],
    memory: [],
  }))
  for (let round = 0; round < rounds; round++) {
    for (const one of results) {
      const { milliseconds, megabytes } = await start(one)
      one.starts.push(milliseconds)
      one.memory.push(megabytes)
    }
  }
  return results
}

/** From the process's start to its first answer. */
async function start({ command: [file, ...args], root = resolve(file, '..') }) {
  let child
  const began = performance.now()
  const server = createServer()
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
  const answered = new Promise((answer, fail) => {
    let isAsked = false
    server.on('request', (request, response) => {
      if (request.method === 'GET') {
        if (isAsked) return
        isAsked = true
        response.writeHead(200, {
          'Content-Type': 'application/json',
          'Lambda-Runtime-Aws-Request-Id': 'id-1',
          'Lambda-Runtime-Deadline-Ms': String(Date.now() + 60_000),
          'Lambda-Runtime-Invoked-Function-Arn':
            'arn:aws:lambda:us-east-1:123456789012:function:app',
        })
        return void response.end(EVENT)
      }
      const milliseconds = performance.now() - began
      if (!request.url.endsWith('/response')) return fail(new Error(`${file}: ${request.url}`))
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      answer({ milliseconds, megabytes: Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024 })
    })
  })
  child = spawn(file, args, {
    env: environment(server.address().port, root),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    return await answered
  } finally {
    child.kill('SIGKILL')
    server.closeAllConnections()
    server.close()
  }
}

function environment(port, root) {
  return {
    PATH: process.env.PATH,
    AWS_REGION: 'us-east-1',
    AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
    AWS_LAMBDA_FUNCTION_NAME: 'app',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_LAMBDA_LOG_GROUP_NAME: 'group',
    AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
    LAMBDA_TASK_ROOT: root,
    NODE_ENV: 'production',
    _HANDLER: 'index.handler',
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}

function table(rows) {
  const [first] = rows
  const line = ({ name, starts, memory, zip }) => {
    const ratio = median(starts) / median(first.starts)
    const size = zip === undefined ? '–' : `${(statSync(zip).size / 1024 / 1024).toFixed(1)} MB`
    return `| ${name} | ${median(starts).toFixed(0)} ms, ${ratio.toFixed(2)}× | ${Math.min(...starts).toFixed(0)} ms | ${median(memory).toFixed(0)} MB | ${size} |`
  }
  return `# A real application

Hono, zod, clients of the AWS SDK and Powertools in one function. Median of ${rounds} starts, interleaved, from
the process’s start to its first answer; the fastest beside it; the memory it has had at most until then.

| | first answer | fastest | memory | zip |
| --- | --- | --- | --- | --- |
${rows.map(line).join('\n')}
`
}
