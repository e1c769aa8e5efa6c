#!/usr/bin/env node
process.exit(3)
