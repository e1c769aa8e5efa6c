// What carries the calls of the Runtime API, beside the SDK's HttpClient and beside sockets alone, in one
// virtual machine.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from './figures.mjs'
import { serve } from './server.mjs'

const SIZES = [
  { title: '1 KB', bytes: 1024, count: 2000 },
  { title: '100 KB', bytes: 102_400, count: 300 },
]

export async function transports(dart, rounds) {
  const lines = ['## One invocation, next and response (µs), by what carries it']
  for (const size of SIZES) lines.push('', ...(await table(dart, rounds, size)))
  return lines
}

async function table(dart, rounds, { title, bytes, count }) {
  const figures = Object.entries(await measure(dart, rounds, bytes, count)).map(
    ([name, values]) => ({ name, us: median(values) }),
  )
  const client = figures.find(({ name }) => name === 'HttpClient').us
  return [
    `| ${title} | µs | ÷ HttpClient |`,
    '| --- | ---: | ---: |',
    ...figures.map(
      ({ name, us }) => `| ${name} | ${us.toFixed(0)} | ${(us / client).toFixed(2)} |`,
    ),
  ]
}

async function measure(dart, rounds, bytes, count) {
  const server = await serve(bytes)
  const numbers = [bytes, rounds, count, ...server.lengths].map(String)
  const args = [`--packages=${dart.packages}`, 'bench/dart/transports.dart']
  const { stdout } = await promisify(execFile)(dart.command, [...args, server.address, ...numbers])
  server.close()
  return JSON.parse(stdout)
}
