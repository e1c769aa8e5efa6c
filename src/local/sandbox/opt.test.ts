import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layersOf } from './opt.ts'

describe('layers', () => {
  it('are folders of the project, except those that AWS alone has', () => {
    const arn = 'arn:aws:lambda:us-east-1:123456789012:layer:x:1'
    expect(layersOf(['layers/a', arn, '/b'], '/project')).toEqual({
      folders: [resolve('/project/layers/a'), resolve('/b')],
      remote: [arn],
    })
  })
})
