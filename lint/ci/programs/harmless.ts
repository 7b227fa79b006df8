/** What calls are named that do no work worth a test, by what they do. */
const HARMLESS: Readonly<Record<string, string>> = {
  tells: 'print println eprintln printf Println Printf Fprintf log info warn warning error echo write flush secho',
  ends: 'exit Exit Fatal panic bail ensure expect unwrap unwrap_or unwrap_or_default context ok Ok Err Some New',
  'puts texts together':
    'format Sprintf Errorf str int bool join split strip trim replace lower startswith endswith splitlines lines decode encode to_string to_owned String as_str as_ref as_deref chars compile match search findall group groups groupdict dumps loads parse stringify Contains HasPrefix TrimSpace Split Join',
  'puts lists together':
    'len list dict set tuple map filter all any range sorted enumerate zip append extend push pop insert get items keys values update includes contains slice concat forEach some every find issubset count iter collect is_empty clone into vec env new default',
  'looks around, at files above all, or makes and removes them':
    'exists existsSync isfile isdir is_file is_dir mkdir mkdirSync makedirs create_dir_all MkdirAll rm rmSync rmtree Rm Copy remove unlink remove_file remove_dir_all RemoveAll open close read read_file read_text write_text readlines glob rglob listdir readdirSync Path PathBuf absolute resolve relative relative_to abspath realpath dirname basename fileURLToPath cwd getcwd Getwd current_dir chdir cd which getenv Getenv system platform Verbose',
  'reads the words that it is told':
    'ArgumentParser add_argument add_mutually_exclusive_group add_parser add_subparsers set_defaults parse_args vars getattr isinstance from_env subcommand finish opt_value_from_str builder filter_level parse_default_env format_indent init',
  waits: 'wait communicate sleep time monotonic perf_counter now elapsed',
};

const NAMES = new Set(Object.values(HARMLESS).flatMap(names => names.split(' ')));

/** Whether a call by that name does nothing that a test of CI could stand for. */
export function isHarmless(name: string): boolean {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return NAMES.has(last) || /(Error|Exception|Exit)$/.test(last);
}
