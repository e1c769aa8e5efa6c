import { describe, expect, it } from 'vitest'
import { machinePaths } from './machine-paths.ts'

const root = '/home/ann/shop'
const there = ['/home/ann/shop', '/home/ann/shop/src', '/home/ann/shop/src/page.html', '/app']
const find = (text: string, folders = [root], files = there) =>
  machinePaths(text, folders, (path) => files.includes(path)).map(({ path }) => path)

describe('machinePaths', () => {
  it.each([
    ['a literal', 'const a = "/home/ann/shop/src"'],
    ['a URL', 'const a = "file:///home/ann/shop/src/"'],
    ['a place', "throw Error('/home/ann/shop/src:3:4.')"],
    ['a template', 'const a = `/home/ann/shop/src`'],
  ])('finds %s', (_, text) => expect(find(text)).toEqual(['/home/ann/shop/src']))

  it('finds the folder itself, and tells where', () => {
    expect(machinePaths('x = "/home/ann/shop"', [root], () => true)).toEqual([
      { path: root, offset: 5 },
    ])
  })

  it('finds a path of Windows in each of its spellings', () => {
    const folder = 'C:\\Users\\Ann B\\shop'
    const file = `${folder}\\a.txt`
    const texts = [
      JSON.stringify(file),
      '"C:/Users/Ann B/shop/a.txt"',
      '"file:///C:/Users/Ann%20B/shop/a.txt"',
    ]
    for (const text of texts) {
      const found = machinePaths(text, [folder], (path) => path.endsWith('a.txt'))
      expect(found, text).toHaveLength(1)
    }
  })

  it.each([
    ['another folder that begins alike', '"/home/ann/shopping/src"'],
    ['the end of a longer path', '"/mnt/home/ann/shop/src"'],
    ['the middle of a word', '"x/home/ann/shop/src"'],
    ['what is not there', '"/home/ann/shop/nothing"'],
  ])('leaves %s', (_, text) => expect(find(text)).toEqual([]))

  it('leaves routes in a project whose folder is called like them', () => {
    expect(find('app.get("/app/users"); app.use("/app")', ['/app'])).toEqual([])
  })
})
