import { dynamic } from '../command.ts';
import { PHASES } from './suite-readers.ts';

/** Of properties and profiles, as of the environment: what CI alone sets makes no other work, unless it takes some away. */
export function adds(tool: string, mode: string): boolean {
  if (tool.startsWith('bazel')) return INSTRUMENTS.test(mode);
  return (
    (tool === 'gradle' || tool === 'mvn' || tool.startsWith('dotnet ')) &&
    /^-(p:|[PD])/.test(mode) &&
    (/^-[PD][\w.-]*(skip|disable)[\w.-]*=false$/i.test(mode) || plainlyAdds(mode))
  );
}

function plainlyAdds(mode: string): boolean {
  return (
    (!dynamic(mode) || STATED.test(mode)) &&
    !/(skip|exclude|disable|only|without|quick|fast)[^=]*(=|$)|=false$|[=,]!/i.test(mode)
  );
}

/** Properties that by their names say what is built, by whom and where, whatever their value is. */
const STATED =
  /^-[PD][\w.-]*(version|revision|sha1?|commit|branch|url|user(name)?|password|token|key|dir(ectory)?|path|home|folder|file|host|port|socket|number|threads|jobs|cache|timezone|locale|language|encoding|seed)=/i;

/** Of bazel: how the same is built, or looked at more closely; another platform or other defines are other work. */
const INSTRUMENTS =
  /^--(test_env|action_env|repo_env|host_\w+|(tool_)?java_(language|runtime)_version|features|force_pic|dynamic_mode|crosstool_top|(no|un)?enable_\w+|incompatible_\w+|\w*experimental_\w+|copt=["']?-W\S*|cxxopt=["']?(-W|-std)\S*|config=\w*([atm]|ub)san)(=.*)?$|^--@/;

/** A property by whose name CI does less than a run without it (`-Pquick`, `-DskipITs`): all else is done. */
export function shortens(tool: string, mode: string): boolean {
  return (
    (tool === 'gradle' || tool === 'mvn' || tool.startsWith('dotnet ')) &&
    !dynamic(mode) &&
    /^-(p:|[PD])[\w.-]*(skip|exclude|disable|quick|fast)[\w.-]*(=(true|false))?$/i.test(mode)
  );
}

/** A property with which CI leaves out what is no test, where the stage wants nothing beyond the tests, or what is never one. */
export function skipsOther(mode: string, targets: readonly string[]): boolean {
  if (/^-D(gpg|maven\.(deploy|install|source|site))\.skip(=true)?$/.test(mode)) return true;
  // The project's own switch for a look at what is compiled.
  if (
    /^-P[\w.-]*(errorprone|checkstyle|spotbugs|pmd|spotless|detekt|ktlint|lint|javadoc|jacoco|coverage)[\w.-]*=false$/i.test(
      mode,
    )
  )
    return targets.every(task => /(^|:)\w*[tT]ests?$/.test(task));
  const tests = PHASES.indexOf('test');
  return (
    targets.every(phase => PHASES.includes(phase) && PHASES.indexOf(phase) <= tests) &&
    /^-D(checkstyle|pmd|cpd|spotbugs|findbugs|forbiddenapis|(maven\.)?javadoc|jacoco|(apache-)?rat|license|enforcer|spotless(\.check)?|animal\.sniffer|japicmp|revapi|sonar|modernizer|dependency-check|cyclonedx)\.skip(=true)?$/.test(
      mode,
    )
  );
}

/** A property by whose name the stage leaves something out (`-DskipITs`, `-Dcheckstyle.skip`, `-Dno-docker`): CI does the rest too. */
export function lessens(tool: string, mode: string): boolean {
  return (
    (tool === 'gradle' || tool === 'mvn') && /^-[PD]([\w.-]*skip[\w.-]*|([\w.-]*[.-])?no-\w[\w-]*)(=true)?$/i.test(mode)
  );
}
