import { base } from '../path.ts';
import type { SimpleCommand } from './commands.ts';
import { isTerminal, ofContainers, ofTerminal, optionsBefore } from './terminals.ts';

/** Why a command would wait, and what keeps it from that. */
export interface Question {
  readonly how: 'confirm' | 'editor' | 'terminal' | 'login' | 'read';
  readonly instead: string;
  /** Nothing on its input helps: it asks the terminal itself. */
  readonly deaf?: boolean;
}

const LOGINS =
  /^(heroku|vercel|netlify|firebase|flyctl|fly|railway|doctl|snyk|turso|neonctl|supabase|cf|oc|databricks|modal|planetscale|pscale)$/;

/** What a command would ask, when nothing is on its input. */
export function question({ words, assigns }: Pick<SimpleCommand, 'words' | 'assigns'>): Question | undefined {
  const program = base(words[0]?.value ?? '');
  const args = words.slice(1).map(({ value }) => value ?? '?');
  const has = (pattern: RegExp) => args.some(word => pattern.test(word));
  const plain = args.filter(word => !word.startsWith('-'));
  const [verb = '', next = ''] = plain;
  const confirm = (instead: string): Question => ({ how: 'confirm', instead });
  const login = (instead: string): Question => ({ how: 'login', instead });

  const shown = ofTerminal(program, args);
  if (shown !== undefined) return shown || undefined;
  if (words[0]?.value === undefined)
    return /^"?\$\{?(EDITOR|VISUAL)\b/.test(words[0]?.text ?? '')
      ? { how: 'editor', instead: '`sed -i`, or a file of the repository' }
      : undefined;
  if (LOGINS.test(program))
    return (verb === 'login' || (verb === 'auth' && /^(login|init|signup|token)$/.test(next))) &&
      !has(/^--?(token|access-token|t)(=|$)/)
      ? login('a token from `secrets:`')
      : undefined;
  // The installers of conda ask whether their licence is accepted (docs.anaconda.com, "Silent mode").
  if (/^(Miniconda|Miniforge|Mambaforge|Anaconda)\d*-\S+\.sh$/.test(base(/^(ba)?sh$/.test(program) ? verb : program)))
    return has(/^-[a-z]*[bh]/) ? undefined : confirm('`-b`');
  switch (program) {
    case 'apt':
    case 'apt-get':
    case 'aptitude':
      return /^(install|upgrade|dist-upgrade|full-upgrade|remove|purge|autoremove|build-dep)$/.test(verb) &&
        !has(
          /^(-[a-zA-Z]*y[a-zA-Z]*|--yes|--assume-yes|--assume-no|--force-yes|-[a-zA-Z]*qq|-[a-zA-Z]*s|--simulate|--dry-run|--download-only|--print-uris|\?)$|Assume-Yes|^-q=2$/,
        )
        ? confirm('`-y`')
        : undefined;
    case 'dnf':
    case 'dnf5':
    case 'yum':
    case 'tdnf':
      return /^(install|upgrade|update|remove|erase|autoremove|groupinstall|group|downgrade|reinstall|swap|distro-sync|localinstall|builddep)$/.test(
        verb,
      ) &&
        !has(/^(-[a-zA-Z]*y[a-zA-Z]*|--assumeyes|--assumeno|--setopt=assumeyes=\S+|--downloadonly|\?)$/) &&
        !(verb === 'group' && next === 'list')
        ? confirm('`-y`')
        : undefined;
    case 'zypper':
      return /^(in|install|up|update|dup|rm|remove)$/.test(verb) && !has(/^(-n|--non-interactive|-y|--no-confirm)$/)
        ? confirm('`zypper -n`')
        : undefined;
    case 'pacman':
      return has(/^-[SRU]/) && !has(/^--noconfirm$|^-S?[sQi]+$/) ? confirm('`--noconfirm`') : undefined;
    case 'add-apt-repository':
    case 'apt-add-repository':
      return has(/^(-y|--yes|--remove|-L|--list)$/) ? undefined : confirm('`-y`');
    case 'conda':
    case 'mamba':
    case 'micromamba': {
      const changes =
        /^(install|create|update|upgrade|remove|uninstall|clean)$/.test(verb) || (verb === 'env' && next === 'remove');
      return changes && !has(/^(-[a-z]*y|--yes|--dry-run)$/) ? confirm('`-y`') : undefined;
    }
    case 'cargo':
      return verb === 'login' && plain.length === 1 && !has(/^--help$/)
        ? login('the variable CARGO_REGISTRY_TOKEN from `secrets:`')
        : undefined;
    case 'kinit':
      return has(/^-[a-zA-Z]*[kt]$/) ? undefined : login('a keytab: `kinit -kt FILE`');
    case 'node':
    case 'bun':
    case 'deno':
      return has(/^--inspect-(brk|wait)/)
        ? { how: 'terminal', instead: 'it without `--inspect-brk`, which waits for a debugger', deaf: true }
        : undefined;
    case 'pip':
    case 'pip3':
      return verb === 'uninstall' && !has(/^(-y|--yes)$/) ? confirm('`-y`') : undefined;
    case 'rustup-init':
    case 'rustup-init.sh':
      return has(/^-[a-z]*y$/) ? undefined : confirm('`-y`');
    case 'perf':
      return verb === 'top' || (verb === 'report' && !has(/^(--stdio|-i-|--header-only)/) && !has(/^--stdio2$/))
        ? {
            how: 'terminal',
            instead: verb === 'top' ? '`perf record`, then `perf report --stdio`' : '`perf report --stdio`',
          }
        : undefined;
    case 'screen':
    case 'tmux':
      return plain.length === 0 && !has(/^-(d?m|[a-zA-Z]*d[a-zA-Z]*m|V|ls|list|version)/) && args.length === 0
        ? { how: 'terminal', instead: 'the command itself: the stage is its own session' }
        : /^(attach|attach-session|a)$/.test(verb)
          ? { how: 'terminal', instead: 'a log file: there is no terminal to attach to' }
          : undefined;
    case 'mysql_secure_installation':
      return { how: 'read', instead: '`mysql -e "…"` with the statements that it would run' };
    case 'dpkg-reconfigure':
      return has(/^(-f|--frontend)(=?noninteractive)?$/) ||
        assigns.some(({ name, value }) => name === 'DEBIAN_FRONTEND' && value === 'noninteractive')
        ? undefined
        : confirm('`-f noninteractive`');
    case 'flatpak':
      return /^(install|update|uninstall)$/.test(verb) && !has(/^(-y|--assumeyes|--noninteractive)$/)
        ? confirm('`-y`')
        : undefined;
    case 'fdisk':
    case 'gdisk':
      return has(/^(-l|--list|-V|--version|-x|-s)$/)
        ? undefined
        : { how: 'read', instead: '`sfdisk` with a script, or `parted -s`' };
    case 'parted':
      return has(/^(-[a-z]*s|--script|-l|--list|--version)$/) ? undefined : confirm('`-s`');
    case 'terraform':
    case 'tofu':
      return (verb === 'apply' && plain.length === 1) || verb === 'destroy'
        ? has(/^--?auto-approve/)
          ? undefined
          : confirm('`-auto-approve`, or apply a saved plan')
        : undefined;
    case 'terragrunt':
      return /^(apply|destroy|run-all)$/.test(verb) && !has(/auto-approve|non-interactive/)
        ? confirm('`--terragrunt-non-interactive`')
        : undefined;
    case 'pulumi':
      return /^(up|update|destroy|refresh)$/.test(verb) && !has(/^(-y|--yes|-f)$/) ? confirm('`--yes`') : undefined;
    case 'cdk':
      return verb === 'destroy' && !has(/^(-f|--force)$/)
        ? confirm('`--force`')
        : verb === 'deploy' && !has(/^--require-approval/)
          ? confirm('`--require-approval never`')
          : undefined;
    case 'gcloud':
      return /^auth (login|application-default)$/.test(`${verb} ${next}`) &&
        !has(/^--cred-file/) &&
        plain[2] !== 'print-access-token'
        ? login('a service account: `gcloud auth activate-service-account`')
        : verb === 'init'
          ? login('`gcloud config set`')
          : undefined;
    case 'aws':
      return (verb === 'configure' && (next === '' || next === 'sso')) || (verb === 'sso' && next === 'login')
        ? login('the role of the machine, or `secrets:`')
        : undefined;
    case 'az':
      return verb === 'login' && !has(/^(--service-principal|--identity|-i|--federated-token)$/)
        ? login('`--identity`')
        : undefined;
    case 'gh':
      return verb === 'auth' && next === 'login' && !has(/^--with-token$/)
        ? login('the variable GH_TOKEN from `secrets:`')
        : undefined;
    case 'docker':
    case 'podman':
    case 'nerdctl':
      return ofContainers(verb, next, args);
    case 'kubectl':
      if (verb === 'edit') return { how: 'editor', instead: '`kubectl patch` or `kubectl apply -f FILE`' };
      return /^(exec|run|attach|debug)$/.test(verb) && isTerminal(optionsBefore(args))
        ? { how: 'terminal', instead: 'it without `-it`' }
        : undefined;
    case 'npm':
    case 'pnpm':
    case 'yarn':
      if (verb === 'login' || verb === 'adduser') return login('a token in `secrets:`');
      if (verb === 'create' && plain.length < 3 && !has(/^(-y|--yes|--template|--no-interactive|-t)(=|$)/))
        return confirm('`--yes`, and name the directory and the template');
      return verb === 'init' && plain.length === 1 && !has(/^(-y|--yes)$/) ? confirm('`-y`') : undefined;
    case 'huggingface-cli':
    case 'hf':
      return (verb === 'login' || (verb === 'auth' && next === 'login')) && !has(/^--token/)
        ? login('the variable HF_TOKEN from `secrets:`')
        : undefined;
    case 'wandb':
      return verb === 'login' && plain.length === 1 && !has(/^--(anonymously|relogin=false)$/)
        ? login('the variable WANDB_API_KEY from `secrets:`')
        : undefined;
    case 'git':
      if (
        verb === 'commit' &&
        !has(
          /^(-[a-zA-Z]*[mCF]|--message|--message=.*|--file|--file=.*|--no-edit|-F|--reuse-message.*|--fixup.*|--dry-run|-c.*)$/,
        )
      )
        return { how: 'editor', instead: '`git commit -m "…"`' };
      if (/^(add|checkout|reset|stash|restore)$/.test(verb) && has(/^(-p|--patch|-i|--interactive)$/))
        return { how: 'terminal', instead: 'it without `-p`, on the paths themselves' };
      if (
        verb === 'tag' &&
        has(/^(-[a-zA-Z]*[as]|--annotate|--sign)$/) &&
        !has(/^(-[a-zA-Z]*[mF].*|--message.*|--file.*|-[dlv]|--list)$/)
      )
        return { how: 'editor', instead: '`git tag -a NAME -m "…"`' };
      return verb === 'rebase' && has(/^(-i|--interactive)$/)
        ? { how: 'editor', instead: '`git rebase` without `-i`' }
        : undefined;
    case 'ssh': {
      // A host and nothing to do there is a session.
      const rest = args.filter(
        (word, at) => !word.startsWith('-') && !/^-[bcDEeFIiJLlmOopQRSWw]$/.test(args[at - 1] ?? ''),
      );
      return rest.length === 1 && rest[0] !== '?' && !has(/^-[a-zA-Z]*[NfGVTOQW]/)
        ? { how: 'terminal', instead: '`ssh -o BatchMode=yes HOST COMMAND`' }
        : undefined;
    }
    case 'keytool': {
      const asks =
        (has(/^-gen(key|keypair|seckey)$/) && !(has(/^-storepass/) && (has(/^-dname$/) || has(/^-genseckey$/)))) ||
        (has(/^-import(cert)?$/) && !has(/^-noprompt$/));
      return asks ? { how: 'read', instead: '`-storepass`, `-dname` and `-noprompt`' } : undefined;
    }
    case 'ssh-keygen':
      return plain.length === 0 && !has(/^-[a-zA-Z]*[lyRFHAqB]$/)
        ? confirm("`-N '' -f FILE`")
        : !has(/^-[a-zA-Z]*(N|l|y|R|F|H|A|B|K|D|p|e|i)/)
          ? confirm("`-N ''`")
          : undefined;
    case 'ssh-copy-id':
      return login('`cloud-init` or the image');
    case 'passwd':
      return has(/^(-l|-u|-d|-S|--stdin|-e|--lock|--unlock|--delete|--status)$/)
        ? undefined
        : { how: 'read', instead: '`echo "USER:$PASSWORD" | chpasswd`, the password from `secrets:`' };
    case 'gpg':
    case 'gpg2':
      return has(/^--((full-)?(gen|generate)-key|edit-key)$/) && !has(/^(--batch|--quick-.*)$/)
        ? confirm('`--batch`')
        : undefined;
    case 'openssl':
      return verb === 'req' && has(/^-(new|x509|newkey)$/) && !has(/^-(subj|batch|config|in)$/)
        ? confirm('`-subj`')
        : undefined;
    case 'mysql':
    case 'mysqldump':
    case 'mysqladmin':
    case 'mariadb':
      return has(/^(-p|--password)$/) ? { how: 'read', instead: 'the variable MYSQL_PWD from `secrets:`' } : undefined;
    case 'psql':
    case 'pg_dump':
    case 'pg_restore':
      return has(/^(-W|--password)$/) ? { how: 'read', instead: 'the variable PGPASSWORD from `secrets:`' } : undefined;
    case 'rm':
    case 'cp':
    case 'mv':
      return has(/^(-[a-zA-Z]*i[a-zA-Z]*|--interactive(=always)?)$/) && !has(/^-[a-zA-Z]*f/)
        ? confirm('it without `-i`')
        : undefined;
    case 'su':
      return has(/^(-c|--command)/) || plain.some(word => /\s/.test(word))
        ? undefined
        : { how: 'terminal', instead: '`user:` of the stage in its place' };
    case 'sdkmanager':
      return has(/^--licenses$/) ? confirm('`yes |` before it') : undefined;
    case 'read':
      return has(/^-u/) || has(/^(-t)$/)
        ? undefined
        : { how: 'read', instead: 'a parameter of the campaign: `${{ params.x }}`' };
    case 'select':
      return { how: 'read', instead: 'a parameter of the campaign: `${{ params.x }}`' };
    default:
      return undefined;
  }
}
