// What a first opening needs comes as one file: over HTTP/1.1 and a slow line sixteen small ones cost three more round trips.

type Module = { isEntry: boolean; importers: readonly string[] };
type Context = { getModuleInfo(id: string): Module | null };

/** Names the chunk of a module: 'app' when an entry needs it before anything is shown, null (its own way) when it is loaded later. */
export function firstLoad(id: string, context: Context): string | null {
  const seen = new Set([id]);
  for (const each of seen) {
    const module = context.getModuleInfo(each);
    if (module?.isEntry) return 'app';
    for (const importer of module?.importers ?? []) seen.add(importer);
  }
  return null;
}
