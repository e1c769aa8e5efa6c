import { expect, it } from 'vitest'
import { libraryOptions } from './esbuild-imports.ts'

it('gives esbuild’s library what its command was given', () => {
  const args = [
    '/p/entry.ts',
    '--bundle',
    '--format=esm',
    '--public-path=a:b=c',
    '--loader:.sql=text',
    '--loader:.wasm=file',
    '--banner:js=a=1;\nb:2',
    '--supported:for-await=false',
    '--external:sharp',
    '--external:@x/y/*',
    '--define:process.env.A="1=2"',
    '--define:N=1',
    '--color=false',
    '--log-limit=100',
  ]
  expect(libraryOptions(args)).toEqual({
    entryPoints: ['/p/entry.ts'],
    bundle: true,
    format: 'esm',
    publicPath: 'a:b=c',
    loader: { '.sql': 'text', '.wasm': 'file' },
    banner: { js: 'a=1;\nb:2' },
    supported: { 'for-await': false },
    external: ['sharp', '@x/y/*'],
    define: { 'process.env.A': '"1=2"', N: '1' },
    color: false,
    logLimit: 100,
  })
})
