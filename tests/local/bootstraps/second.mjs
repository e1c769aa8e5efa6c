#!/usr/bin/env node
import { serve } from './lib.mjs'

await serve(() => 'second')
