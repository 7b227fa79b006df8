import { drafted, type Launcher, settings } from './launches.ts';
import { partedAt } from './tokens.ts';

/** How Go starts programs: os/exec, and the packages sh and mg of mage (pkg.go.dev/github.com/magefile/mage). */
export const GO_LAUNCHES: Launcher = {
  deed: ({ name, group, args, heeded }) => {
    const forgiven = !heeded;
    switch (name) {
      case 'sh.Run':
      case 'sh.RunV':
      case 'sh.Output':
        return { does: 'launch', launch: { words: args().values, forgiven } };
      case 'sh.RunWith':
      case 'sh.RunWithV':
      case 'sh.OutputWith': {
        const [env, ...words] = args().values;
        return { does: 'launch', launch: { words, ...settings(new Map([['env', env]])), forgiven } };
      }
      case 'sh.Exec': {
        const [env, , , ...words] = args().values;
        return { does: 'launch', launch: { words, ...settings(new Map([['env', env]])), forgiven } };
      }
      case 'exec.Command':
        return { does: 'draft', draft: drafted(args().values) };
      case 'exec.CommandContext':
        return { does: 'draft', draft: drafted(args().values.slice(1)) };
      case 'mg.Deps':
      case 'mg.SerialDeps':
        return { does: 'call', functions: partedAt(group.items, ',') };
      case 'mg.CtxDeps':
      case 'mg.SerialCtxDeps':
        return { does: 'call', functions: partedAt(group.items, ',').slice(1) };
      case 'os.Chdir':
        return { does: 'enter', cwd: args().values[0] };
      default:
        return undefined;
    }
  },
  method: (_, name) => (/^(Run|Output|CombinedOutput|Start)$/.test(name) ? 'start' : undefined),
};
