#!/usr/bin/env node
// Does what the event says.
import { spawn } from 'node:child_process'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, post, respond, serve } from './lib.mjs'

let count = 0

await serve(async (event, { id, headers }) => {
  count++
  switch (event.act) {
    case 'count':
      return { count, pid: process.pid }
    case 'environment':
      return process.env
    case 'headers':
      return headers
    case 'say':
      process.stdout.write(event.out ?? '')
      process.stderr.write(event.err ?? '')
      return null
    case 'exit':
      return process.exit(event.status)
    case 'last words':
      process.stdout.write(event.text)
      return process.exit(1)
    case 'signal':
      return process.kill(process.pid, event.signal)
    case 'use memory':
      globalThis.kept = Buffer.alloc(event.mb * 1024 * 1024, 1)
      return null
    case 'hang':
      process.stdout.write(event.out ?? '')
      return new Promise(() => setInterval(() => {}, 1000))
    case 'fail':
      return void (await fail(`invocation/${id}/error`, event.type, event.message))
    case 'large':
      return void (await post(`invocation/${id}/response`, Buffer.alloc(event.bytes, 'x')))
    case 'answer and exit':
      await respond(id, 'done')
      return process.exit(0)
    case 'write':
      return (writeFileSync(join(tmpdir(), event.name), event.text), null)
    case 'read':
      return readFileSync(join(tmpdir(), event.name), 'utf8')
    case 'wait for file':
      while (!exists(event.path)) await new Promise((resolve) => setTimeout(resolve, 5))
      return { count, pid: process.pid }
    case 'grandchild': {
      const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
      appendFileSync(event.path, `${child.pid}\n`)
      return child.pid
    }
    default:
      return event
  }
})

function exists(path) {
  try {
    readFileSync(path)
    return true
  } catch {
    return false
  }
}
