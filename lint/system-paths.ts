/** Places for what nobody keeps: they need no declaration to be read or written. */
export function isTemporaryPath(path: string): boolean {
  return /^\/(tmp|var\/tmp|dev|proc|sys|run)(\/|$)/.test(path);
}

/** Where the system's own files are: only root writes there, and what is written is a setting. */
export function isRootsPath(path: string): boolean {
  return /^\/(etc|usr|var|opt|root|boot|lib|lib64|bin|sbin|srv)(\/|$)/.test(path) && !isTemporaryPath(path);
}

/** Either of the two. */
export function isSystemPath(path: string): boolean {
  return isTemporaryPath(path) || isRootsPath(path);
}
