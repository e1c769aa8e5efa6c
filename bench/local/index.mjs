// Requests per second and latency of local Lambdas that run the same Rust binaries, by wrk.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { install } from './install.mjs'
import { load } from './load.mjs'
import { cargoLambda, floor, ministack, oche } from './servers.mjs'
import { table } from './table.mjs'

const ROUNDS = Number(process.argv[2] ?? 3)
const SECONDS = Number(process.argv[3] ?? 2)
/** Seconds of load on each endpoint before anything is measured. */
const WARM_UP = 3
const CONNECTIONS = [1, 8, 32]
const ENDPOINTS = ['invoke', 'http']

const tools = install()
const servers = []
try {
  servers.push(
    await oche(tools),
    await cargoLambda(tools, 1),
    await cargoLambda(tools, 8),
    await ministack(tools),
    await floor(),
  )
  const results = await measure(servers)
  const report = table(servers, results, {
    endpoints: ENDPOINTS,
    connections: CONNECTIONS,
    machine: `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown processor'}`,
    rounds: ROUNDS,
    seconds: SECONDS,
  })
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/local.md', report)
  console.log(report)
} finally {
  for (const server of servers) await server.stop()
  rmSync(tools.folder, { recursive: true, force: true })
}

/**
 * Every round goes once around all servers, so that a slow minute hits all of them, and begins with another
 * one, so that each comes after each.
 */
async function measure(servers) {
  const results = []
  for (const server of servers) {
    // What a server compiles or starts at first is not measured.
    for (const endpoint of ENDPOINTS)
      await load(server[endpoint], { connections: 8, seconds: WARM_UP })
  }
  for (let round = 1; round <= ROUNDS; round++) {
    for (const endpoint of ENDPOINTS) {
      for (const connections of CONNECTIONS) {
        const first = round % servers.length
        for (const server of [...servers.slice(first), ...servers.slice(0, first)]) {
          const measured = await load(server[endpoint], { connections, seconds: SECONDS })
          results.push({ server: server.name, endpoint, connections, ...measured })
          console.error(
            `round ${round}: ${server.name}, ${endpoint}, ${connections}: ${Math.round(measured.perSecond)}/s`,
          )
        }
      }
    }
  }
  return results
}
