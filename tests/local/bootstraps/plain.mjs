#!/usr/bin/env node
// No execute permission.
process.exit(0)
