/** A pause that can be cut short. */
export function newPause(): { begin(milliseconds: number): Promise<void>; end(): void } {
  let end = () => {};
  return {
    begin: milliseconds =>
      new Promise(resolve => {
        const timer = setTimeout(resolve, milliseconds);
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: () => end(),
  };
}
