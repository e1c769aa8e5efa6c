#!/usr/bin/env node
import { serve } from './lib.mjs'

await serve((event) => {
  console.log(JSON.stringify(event))
  return null
})
