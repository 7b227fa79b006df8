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
];
