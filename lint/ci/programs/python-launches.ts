import { type Launch, type Launcher, settings, textOf } from './launches.ts';
import { type Arguments, HIDDEN, type Value } from './values.ts';

/** How Python starts programs: subprocess and os, and the contexts of invoke and fabric (docs.python.org, docs.pyinvoke.org). */
export function pythonLaunches(text: string): Launcher {
  const bare = (module: string): ReadonlySet<string> =>
    new Set(
      [...text.matchAll(new RegExp(`^\\s*from ${module}[\\w.]* import (\\([^)]*\\)|[^(\\n]*)`, 'gm'))].flatMap(match =>
        match[1]!.split(/[,\s()]+/),
      ),
    );
  const [subprocess, invoke, os] = [bare('subprocess'), bare('(?:invoke|fabric)'), bare('os')];
  const alias = /^\s*import subprocess as (\w+)/m.exec(text)?.[1] ?? 'subprocess';
  return {
    deed: ({ name, args, heeded }) => {
      const last = name.slice(name.lastIndexOf('.') + 1);
      const of = name.slice(0, -last.length);
      if (STARTS.test(last) && (of === 'subprocess.' || of === `${alias}.` || (of === '' && subprocess.has(last))))
        return { does: 'launch', launch: ofSubprocess(last, args(), heeded) };
      if (name === 'os.system' || name === 'os.popen' || (name === 'system' && os.has('system')))
        return { does: 'launch', launch: { words: textOf(args().values[0]), forgiven: !heeded } };
      if (/^os\.(execvp?e?|spawnvp?e?)$/.test(name))
        return { does: 'launch', launch: { words: listOf(args().values.at(-1)) } };
      if (
        /^(c|ctx|cx|context|conn|connection)\.(run|sudo|local)$/.test(name) ||
        (/^(run|local|sudo)$/.test(name) && invoke.has(name))
      )
        return { does: 'launch', launch: ofInvoke(args()) };
      if (/(^|\.)(cd|chdir|lcd)$/.test(name)) return { does: 'enter', cwd: args().values[0] };
      return undefined;
    },
  };
}

const STARTS = /^(run|call|check_call|check_output|Popen|getoutput|getstatusoutput)$/;

function ofSubprocess(name: string, { values, named }: Arguments, heeded: boolean): Launch {
  const [command] = [...values, named.get('args')];
  const raises = name.startsWith('check') || plainly(named.get('check'));
  const isShell = plainly(named.get('shell')) || name.startsWith('get') || typeof command === 'string';
  return {
    words: isShell ? textOf(Array.isArray(command) ? command[0] : command) : listOf(command),
    ...(named.has(HIDDEN) ? { ...settings(named), elsewhere: true } : settings(named)),
    forgiven: !raises && !heeded,
  };
}

function ofInvoke({ values, named }: Arguments): Launch {
  return {
    words: textOf(values[0] ?? named.get('command')),
    ...settings(named),
    forgiven: plainly(named.get('warn')),
  };
}

function plainly(value: Value): boolean {
  return value === 'true' || value === 'True';
}

function listOf(value: Value): readonly Value[] {
  return Array.isArray(value) ? value : [];
}
