import type { Style } from '../report/run/style.ts';
import type { Context } from './context.ts';

/** How text on one of the two streams may look. */
export function styleFor(context: Context, stream: 'stdout' | 'stderr'): { style: Style; columns?: number } {
  const { LC_ALL, LC_CTYPE, LANG } = context.io.env;
  const locale = LC_ALL || LC_CTYPE || LANG;
  const { columns } = context.io[stream];
  return {
    style: { colors: context.colors[stream], ascii: locale === 'C' || locale === 'POSIX' },
    ...(columns !== undefined && { columns }),
  };
}
