const known = new WeakMap();

/**
 * The names of the fields asked for below a root field, at `path` from it; worked out once for a
 * parsed document, which Mercurius keeps. What @skip leaves out counts as asked for.
 */
export function selection(info, path = []) {
  const [first] = info.fieldNodes;
  const at = path.join(".");
  if (!known.has(first)) known.set(first, new Map());
  let names = known.get(first).get(at);
  if (names === undefined) {
    let nodes = info.fieldNodes;
    for (const name of path) nodes = fields(nodes, info.fragments).filter((f) => f.name.value === name);
    names = new Set(fields(nodes, info.fragments).map((field) => field.name.value));
    known.get(first).set(at, names);
  }
  return names;
}

function fields(nodes, fragments) {
  const selected = nodes.flatMap((node) => node.selectionSet?.selections ?? []);
  return selected.flatMap((each) => {
    if (each.kind === "Field") return [each];
    return fields([each.kind === "FragmentSpread" ? fragments[each.name.value] : each], fragments);
  });
}
