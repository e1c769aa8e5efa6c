#!/usr/bin/env node
// Streams the pieces that the event names, each once the one before has left; then ends as told.
import { request } from 'node:http'
import { existsSync } from 'node:fs'
import { next } from './lib.mjs'

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')

for (;;) {
  const { id, text } = await next()
  const event = JSON.parse(text)
  // Behind an endpoint the query or the body says what to do.
  await stream(id, event.requestContext ? JSON.parse(bodyOf(event)) : event)
}

function bodyOf({ body, isBase64Encoded }) {
  return isBase64Encoded ? Buffer.from(body, 'base64').toString() : body
}

function stream(id, { pieces, type, metadata, trailer, exit, hang, cut, bytes, waitFor }) {
  return new Promise((resolve, reject) => {
    const post = request({
      host,
      port,
      path: `/2018-06-01/runtime/invocation/${id}/response`,
      method: 'POST',
      headers: {
        'Lambda-Runtime-Function-Response-Mode': 'streaming',
        'Transfer-Encoding': 'chunked',
        Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
        ...(type && { 'Content-Type': type }),
      },
    })
    post.on('error', () => resolve())
    post.on('response', (response) => response.resume().on('end', resolve).on('error', reject))
    void send()

    async function send() {
      post.flushHeaders()
      if (metadata !== undefined) {
        await write(typeof metadata === 'string' ? metadata : JSON.stringify(metadata))
        await write(Buffer.alloc(8))
      }
      for (const piece of pieces ?? []) await write(piece)
      for (let left = bytes ?? 0; left > 0; left -= 65536) await write(Buffer.alloc(65536, 'x'))
      if (waitFor !== undefined) await fileAt(waitFor)
      if (exit !== undefined) return process.exit(exit)
      if (hang) return setInterval(() => {}, 1000)
      if (cut) return post.destroy()
      if (trailer) {
        post.addTrailers({
          'Lambda-Runtime-Function-Error-Type': trailer.errorType,
          'Lambda-Runtime-Function-Error-Body': Buffer.from(JSON.stringify(trailer)).toString(
            'base64',
          ),
        })
      }
      post.end()
    }

    function write(piece) {
      return new Promise((written) =>
        post.write(piece, () => {
          console.log(`wrote ${piece.length}`)
          setImmediate(written)
        }),
      )
    }
  })
}

function fileAt(path) {
  return new Promise((resolve) => {
    const look = () => (existsSync(path) ? resolve() : setTimeout(look, 5))
    look()
  })
}
