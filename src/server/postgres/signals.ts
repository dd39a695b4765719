// Ctrl-C, SIGTERM and a closed terminal end the program in order: stop once, then exit.

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// npm passes Ctrl-C on to its script, which the terminal has already told: the same key press arrives twice.
const SAME_KEY_PRESS = 1_000;

/**
 * At the first SIGINT, SIGTERM or SIGHUP runs `stop` once and exits with 0 (1 when it fails, after printing why). A second signal at
 * least a second later ends the program at once with 1.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let first: number | undefined;
  const onSignal = () => {
    if (first !== undefined) {
      if (performance.now() - first >= SAME_KEY_PRESS) process.exit(1);
      return;
    }
    first = performance.now();
    stop().then(
      () => process.exit(0),
      error => {
        process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
        process.exit(1);
      },
    );
  };
  for (const name of SIGNALS) process.on(name, onSignal);
}
