import { expect, it } from 'vitest'
import { OutOfDate } from '../aws/aws.ts'
import { mark, type Marked } from './marked.ts'

/** A text in AWS, and what a run knows of it. */
function marked(seen: string | undefined, now = seen) {
  const written: string[] = []
  const one: Marked = {
    reading: 'lambda:GetFunction',
    own: 'changing own',
    seen,
    read: async () => written.at(-1) ?? now,
    write: async (value) => void written.push(value),
  }
  return { one, written }
}

it.each([undefined, 'digest token', 'changing', 'made by oche (inside: changing)'])(
  'a run whose plan was made when nobody changed anything goes on: %s',
  async (seen) => {
    const { one, written } = marked(seen)
    await mark(one)
    await mark(one)
    expect(written).toEqual(['changing own'])
  },
)

it.each(['changing other', 'made by oche (inside: changing other)'])(
  'a run that read the mark of another one marks, and plans again: %s',
  async (seen) => {
    const { one, written } = marked(seen)
    await expect(mark(one)).rejects.toBeInstanceOf(OutOfDate)
    expect(written).toEqual(['changing own'])
    await mark({ ...one, seen: 'changing own' })
    expect(written).toHaveLength(1)
  },
)

it('a run plans again where another one has written since it read, and writes nothing', async () => {
  const { one, written } = marked('digest token', 'changing other')
  await expect(mark(one)).rejects.toBeInstanceOf(OutOfDate)
  expect(written).toEqual([])
})
