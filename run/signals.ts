/** `INT`: Ctrl-C. `TERM`: someone asks this process to end. `HUP`: the terminal is gone. */
export type PersonSignal = 'INT' | 'TERM' | 'HUP';

/** Tells a listener of signals until the function it answers is called. */
export type Signals = (listener: (signal: PersonSignal) => void) => () => void;

/** The signals that reach this process; while someone listens they do not end it. */
export const processSignals: Signals = listener => {
  const handlers = (['INT', 'TERM', 'HUP'] as const).map(signal => {
    const handler = () => listener(signal);
    process.on(`SIG${signal}`, handler);
    return () => process.off(`SIG${signal}`, handler);
  });
  return () => {
    for (const off of handlers) off();
  };
};
