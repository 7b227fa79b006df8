import type { Need } from './need.ts';

/** What Python packages without wheels for Linux need. Names of RPMs: the package list of Amazon Linux 2023's release notes. */
export const PYTHON_PACKAGES: readonly Need[] = [
  {
    names: ['psycopg2', 'psycopg-c'],
    al2023: ['gcc', 'python3-devel', 'libpq-devel'],
    ubuntu: ['build-essential', 'python3-dev', 'libpq-dev'],
    why: 'Source-only on Linux',
    source: 'psycopg.org docs install (build prerequisites)',
  },
  {
    names: ['mysqlclient'],
    al2023: ['gcc', 'python3-devel', 'mariadb-connector-c-devel', 'pkgconf-pkg-config'],
    ubuntu: ['build-essential', 'python3-dev', 'default-libmysqlclient-dev', 'pkg-config'],
    unless: ['MYSQLCLIENT_CFLAGS'],
    why: 'No Linux wheels',
    source: 'github.com/PyMySQL/mysqlclient README',
  },
  {
    names: ['python-ldap'],
    al2023: ['gcc', 'python3-devel', 'openldap-devel', 'cyrus-sasl-devel'],
    ubuntu: ['build-essential', 'python3-dev', 'libldap-dev', 'libsasl2-dev'],
    why: 'No wheels',
    source: 'python-ldap.org installing page',
  },
  {
    names: ['pygraphviz'],
    al2023: ['gcc', 'python3-devel', 'graphviz-devel'],
    ubuntu: ['build-essential', 'python3-dev', 'libgraphviz-dev'],
    why: 'Source-only on Linux',
    source: 'pygraphviz.github.io/documentation/stable/install.html',
  },
];

/** Packages that an extra of another asks for, and that come without wheels: `psycopg[c]`. */
export function askedByExtras(name: string, extras: string): readonly string[] {
  return name.toLowerCase() === 'psycopg' && /[[,]\s*c\s*[\],]/.test(extras) ? ['psycopg-c'] : [];
}

/** Packages that have wheels, and are written in C, C++ or Cython: with `--no-binary` they are compiled. */
export const COMPILED_PYTHON: Need = {
  names: [
    'numpy',
    'scipy',
    'pandas',
    'cffi',
    'lxml',
    'pyyaml',
    'psutil',
    'aiohttp',
    'h5py',
    'scikit-learn',
    'msgpack',
    'zstandard',
  ],
  al2023: ['gcc', 'gcc-c++', 'python3-devel'],
  ubuntu: ['build-essential', 'python3-dev'],
  why: 'with `--no-binary` nothing comes compiled',
  source: 'pip.pypa.io/en/stable/cli/pip_install, --no-binary',
};
