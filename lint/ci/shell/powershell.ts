/**
 * The programs that a PowerShell text starts, as bash. Cmdlets, assignments and conditions are left out: what they decide is not
 * known, so all they guard is taken to run. Facts: learn.microsoft.com, "about_Parsing", "about_Operators" (`&`).
 */
export function bashOf(text: string): string {
  const lines: string[] = [];
  for (const [, name, glob] of text.matchAll(
    /foreach\s*\(\s*\$(\w+)\s+in\s+(?:Get-ChildItem|gci|ls|dir)\s+([\w./\\*-]+)\s*\)/gi,
  ))
    lines.push(`${name}='${glob!.replaceAll('\\', '/')}'`);
  // A backtick at the end of a line goes on with the next one.
  for (const whole of text
    .replaceAll(/<#[\s\S]*?#>|@(["'])\r?\n[\s\S]*?\r?\n\s*\1@/g, '')
    .replaceAll(/`\r?\n\s*/g, ' ')
    .split(/\r?\n/)) {
    for (const part of statements(whole)) {
      const line = called(part.trim());
      if (line !== undefined) lines.push(line);
    }
  }
  return lines.join('\n');
}

/** What stands between `;`, `{` and `}` of a line, outside quotes. */
function statements(line: string): readonly string[] {
  const parts: string[] = [''];
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!;
    if (quote !== '') quote = letter === quote ? '' : quote;
    else if (letter === '"' || letter === "'") quote = letter;
    else if (letter === '#' && /(^|\s)$/.test(parts.at(-1)!)) break;
    // `${x}` and `@{…}` are values.
    else if (letter === ';' || ((letter === '{' || letter === '}') && !/[$@]\{?[\w:]*$/.test(parts.at(-1)!))) {
      parts.push('');
      continue;
    }
    parts[parts.length - 1] += letter;
  }
  return parts;
}

const WORDS =
  /^(if|else|elseif|foreach|for|while|do|switch|try|catch|finally|function|param|return|throw|begin|process|end|exit|break|continue|target|task)\b/i;

function called(statement: string): string | undefined {
  const moved = /^(?:Push-Location|Set-Location|cd|pushd|sl)\s+(?:-\w+\s+)?(\S+)$/i.exec(statement);
  if (moved !== null) return `${/^p/i.test(statement) ? 'pushd' : 'cd'} ${path(moved[1]!)}`;
  if (/^(Pop-Location|popd)$/i.test(statement)) return 'popd';
  const assigned = /^\$\w+\s*=\s*(.*)$/.exec(statement);
  if (assigned !== null) return undefined;
  const plain = statement
    .replace(/^&\s*/, '')
    .replace(/^(?:Invoke-Dotnet|Exec-Dotnet)\s/i, 'dotnet ')
    .replace(/^Exec\s+/i, '')
    .replace(/\s*\|\s*(Out-\w+|Tee-Object|Write-\w+|ForEach-Object|Where-Object|Select-\w+)\b.*$/i, '');
  // A cmdlet (`Verb-Noun`) or a value is no program.
  if (
    plain === '' ||
    WORDS.test(plain) ||
    /^[A-Z][a-z]+-[A-Z]\w+/.test(plain) ||
    !/^["']?[\w./\\][\w./\\-]*["']?(\s|$)/.test(plain)
  )
    return undefined;
  const [name = '', ...rest] = plain.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  if (/[=(),]/.test(name)) return undefined;
  if (/^(iex|rm|mkdir|cp|mv|del|ls|dir|echo)$/i.test(name)) return undefined;
  return [path(name), ...rest.map(word => (word.startsWith("'") ? word : variables(word)))].join(' ');
}

function path(word: string): string {
  return variables(word).replaceAll('\\', '/');
}

/** `$env:NAME` is the environment's, `$PSScriptRoot` where the script lies; any other expression is not known, which an unset variable of bash says. */
function variables(word: string): string {
  return word
    .replaceAll(/\$\{?env:(\w+)\}?/gi, '$${$1}')
    .replaceAll(/[()<>|&;]/g, '')
    .replaceAll('$PSScriptRoot', '$(dirname "$0")');
}
