/** Seconds as in a table: `0:07`, `12:30`, `1:02:03`. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Seconds as in a sentence: `0.4 s`, `11.8 s`, `1m 14s`, `2h 05m`. */
export function span(seconds: number): string {
  if (seconds < 59.95) return `${Math.max(0, seconds).toFixed(1)} s`;
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole < 3600) return `${Math.floor(whole / 60)}m ${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h ${two(Math.floor(whole / 60) % 60)}m`;
}

/** Bytes in decimal units, as stores count them: `0 B`, `999 B`, `3.1 MB`. */
export function bytes(count: number): string {
  if (count < 1000) return `${count} B`;
  const units = ['kB', 'MB', 'GB', 'TB', 'PB'];
  let value = count / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** `1 stage`, `2 stages`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** US dollars, as campaigns write them: `0.12 USD`; less than half a cent with its first digit that counts: `0.003 USD`. */
export function dollars(amount: number): string {
  return `${amount < 0.005 && amount > 0 ? Number(amount.toPrecision(1)) : amount.toFixed(2)} USD`;
}

/** What an hour costs: `0.357 USD an hour`. */
export function hourly(usdPerHour: number): string {
  return `${Number(usdPerHour.toFixed(6))} USD an hour`;
}
