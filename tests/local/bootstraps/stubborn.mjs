#!/usr/bin/env node
// Is busy for ever, whatever becomes of its connections.
import { next } from './lib.mjs'

await next()
console.log(`busy ${process.pid} ${process.env.TMPDIR}`)
setInterval(() => {}, 1000)
