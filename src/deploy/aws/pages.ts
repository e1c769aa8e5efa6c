/** Every item of a listing. */
export async function pages<T>(
  read: (next: string | undefined) => Promise<{ items: T[] | undefined; next: string | undefined }>,
): Promise<T[]> {
  const all: T[] = []
  let next: string | undefined
  do {
    const page = await read(next)
    all.push(...(page.items ?? []))
    next = page.next
  } while (next)
  return all
}
