// The programs need Node 22.18 or newer (it runs TypeScript as it is). `npm ci` brings Node 24 for Linux; elsewhere the machine's own is used.

/** Ends with a clear sentence on a Node that is too old. */
export function requireNode(): void {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  if (major > 24 || major === 24 || (major === 22 && minor >= 18) || major === 23) return;
  console.error(`需要 Node 22.18 或更高版本（现为 ${process.versions.node}）。请先运行 npm ci，它会带来 Node 24。`);
  process.exit(1);
}
