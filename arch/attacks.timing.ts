// Whether one thing takes longer than another, without believing in any clock: only the order of the samples counts (Mann–Whitney).

/** How likely a sample of `a` is larger than one of `b`; a half when neither tends to be. */
export function likelyLarger(a: readonly number[], b: readonly number[]): number {
  let larger = 0;
  for (const x of a) for (const y of b) larger += x > y ? 1 : x === y ? 0.5 : 0;
  return larger / (a.length * b.length);
}
