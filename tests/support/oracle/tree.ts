import {
  cpSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Random } from '../random.ts'

/** A folder with a project in it and what it builds upon beside it. */
export class Tree {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  get project(): string {
    return join(this.folder, 'project')
  }

  write(file: string, text: string): void {
    const path = join(this.folder, file)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8')
  }

  remove(file: string): void {
    rmSync(join(this.folder, file), { recursive: true, force: true })
  }

  /** As package managers put things there: with the times of the store, long ago. */
  install(file: string, text: string): void {
    this.write(file, text)
    utimesSync(join(this.folder, file), 500_000_000, 500_000_000)
  }

  link(file: string, target: string): void {
    const path = join(this.folder, file)
    this.remove(file)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(relative(dirname(path), join(this.folder, target)), path, 'junction')
  }

  swap(one: string, other: string): void {
    const [a, b] = [join(this.folder, one), join(this.folder, other)]
    renameSync(a, `${a}.away`)
    renameSync(b, a)
    renameSync(`${a}.away`, b)
  }

  touch(random: Random): void {
    const files = this.#files(this.folder)
    const seconds = random.below(2_000_000_000)
    utimesSync(join(this.folder, random.pick(files)), seconds, seconds)
  }

  /** Makes another folder the same; what builds have left there stays. */
  copyTo(other: Tree): void {
    for (const name of entries(other.project)) {
      if (name !== '.oche') rmSync(join(other.project, name), { recursive: true, force: true })
    }
    for (const name of entries(other.folder)) {
      if (name !== 'project') rmSync(join(other.folder, name), { recursive: true, force: true })
    }
    cpSync(this.folder, other.folder, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !relative(this.folder, path).split(/[\\/]/).includes('.oche'),
    })
  }

  #files(folder: string): string[] {
    return entries(folder).flatMap((name) => {
      const path = join(folder, name)
      if (name === '.oche') return []
      const found = lstatSync(path)
      if (found.isDirectory()) return this.#files(path)
      return found.isFile() ? [relative(this.folder, path)] : []
    })
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
