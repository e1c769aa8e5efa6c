#!/usr/bin/env node
// Does nothing by itself: a test speaks to the Runtime API in its place.
console.log(`api ${process.env.AWS_LAMBDA_RUNTIME_API} ${process.pid}`)
setInterval(() => {}, 1000)
