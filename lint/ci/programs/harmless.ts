/** The last name of a call that does no work worth a test: it tells, looks, or puts words together. */
const HARMLESS = new RegExp(
  `^(${[
    'print|println|eprintln|eprint|printf|Printf|Println|Print|Fprintf|Fprintln|Fprint|log|info|warn|warning|error|debug|trace|echo|write|writeln|write_all|flush|format|Sprintf|Sprint|Errorf|New|secho',
    'len|str|int|list|dict|set|tuple|map|filter|sorted|range|enumerate|zip|any|all|isinstance|hasattr|getattr|repr|bool|type|super|next|open|close',
    'join|split|strip|replace|startswith|endswith|lower|upper|append|extend|push|pop|insert|get|items|keys|values|copy|update|includes|indexOf|slice|concat|forEach|trim|startsWith|endsWith|some|every|find|reduce|flat|flatMap|entries|fromEntries|assign|from|contains|Contains|HasPrefix|HasSuffix|TrimSpace|TrimPrefix|TrimSuffix|Split|Join|Fields|Replace|ReplaceAll|Getenv|Setenv|LookupEnv|Environ|getenv|setdefault',
    'exists|isfile|isdir|is_file|is_dir|existsSync|mkdir|mkdirSync|makedirs|create_dir_all|rm|rmSync|rmtree|remove|unlink|unlinkSync|remove_dir_all|remove_file|remove_path|create_dir|RemoveAll|Remove|MkdirAll|Mkdir|Getwd|cwd|getcwd|current_dir|basename|dirname|resolve|relative|abspath|realpath|absolute|expanduser|glob|listdir|readdirSync|Path|PathBuf|chdir|cd|fileURLToPath|which|Abs|Dir|Base|FromSlash|Clean',
    'exit|Exit|Exitln|Fatal|Fatalf|abort|panic|assert|assert_eq|raise|quit|bail|anyhow|ensure|Error|SystemExit|RuntimeError|ValueError|Exception|is_err|is_ok|is_some|is_none|ok|err|unwrap|expect|unwrap_or|unwrap_or_else|unwrap_or_default|unwrap_or_default|context|with_context|map_err|ok_or|ok_or_else|success|code|status|returncode|wait|communicate|Wait|decode|splitlines|to_string|to_owned|into|as_str|as_ref|as_deref|as_slice|clone|iter|into_iter|collect|is_empty|to_vec|Ok|Err|Some|String|Vec|Box|env|vec|cfg|format_args|default|new|concat|stringify',
    'time|now|sleep|monotonic|perf_counter|Now|Since|elapsed|duration_since|cpu_count|available_parallelism|cpus|NumCPU|system|platform|require|import|parse|parse_args|from_env|ArgumentParser|add_argument|add_parser|add_subparsers|set_defaults|Parse|String|Bool|Var|subcommand|finish|opt_value_from_str|opt_free_from_str|reconfigure|Verbose|append|make|cap|copy|string|on|once|then|catch|finally|allSettled|race|isArray|stringify|tokio|main|init|dotenv|builder|filter_level|parse_default_env|format_indent|version_info|tempfile|mkdtemp|Fn|lock|read_dir|push_dir|pushd|read_file|change_dir|Shell|red|green|yellow|bold|blue|cyan|dim|gray|grey|style|isatty|hexdigest|sha256|gettempdir|defer|Namespace|F|Output|check_returncode|usage|print_help|help|argv',
  ].join('|')})$`,
);

/** Whether a call by that name does nothing that a test of CI could stand for. */
export function isHarmless(name: string): boolean {
  return HARMLESS.test(name.slice(name.lastIndexOf('.') + 1));
}
