import { typescriptCases } from './typescript-cases.ts'

typescriptCases('bun', ['dev', 'binary'], false)
