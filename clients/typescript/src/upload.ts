/**
 * An operation whose Blobs became null, and, if there were any, the form with them, by the
 * multipart request specification.
 */
export function withoutFiles(operation: unknown): { plain: unknown; form?: FormData } {
  const files: [path: string, file: Blob][] = [];
  const strip = (value: unknown, path: string): unknown => {
    if (value instanceof Blob) {
      files.push([path, value]);
      return null;
    }
    if (Array.isArray(value)) return value.map((each, at) => strip(each, `${path}.${at}`));
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value);
      return Object.fromEntries(
        entries.map(([name, each]) => [name, strip(each, path ? `${path}.${name}` : name)]),
      );
    }
    return value;
  };
  const plain = strip(operation, "");
  if (files.length === 0) return { plain };
  const form = new FormData();
  form.set("operations", JSON.stringify(plain));
  form.set("map", JSON.stringify(Object.fromEntries(files.map(([path], at) => [at, [path]]))));
  files.forEach(([, file], at) => form.set(String(at), file));
  return { plain, form };
}
