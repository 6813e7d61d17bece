/** No address of the bridge is longer, with ids as POS Hub and tills make them. */
const LONGEST = 300;

/** A path as a line of the log tells it: of one that somebody made up the parts that fit, each of them whole. */
export function loggedPath({ path }: { readonly path: string }): string {
  return path.length <= LONGEST ? path : `${path.slice(0, path.lastIndexOf('/', LONGEST) + 1)}…`;
}
