#!/usr/bin/env node
// Tells what it finds around itself.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { serve } from './lib.mjs'

await serve(({ read, run }) => ({
  cwd: process.cwd(),
  taskRoot: process.env.LAMBDA_TASK_ROOT,
  libraries: process.env.LD_LIBRARY_PATH,
  wrapped: process.env.WRAPPED,
  text: read && readFileSync(read, 'utf8'),
  ran: run && execFileSync(run, { encoding: 'utf8' }),
}))
