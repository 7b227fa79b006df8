import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Machine } from './boot.ts';
import { campaign, prepared, stored } from './campaign.ts';

const unit =
  '[Unit]\nDescription=Hello\n\n[Service]\nExecStart=/usr/bin/hello-a wait\n\n[Install]\nWantedBy=multi-user.target\n';
const command = (name: string) => `#!/bin/sh\necho ${name}\n[ "$1" != wait ] || exec sleep 1000\n`;

/** hello-a is a command and a service of that name, hello-b a command that needs it: as rpm files with their metadata. */
function dnfRepository(machine: Machine): void {
  const top = join(machine.out, 'packages');
  for (const name of ['hello-a', 'hello-b']) {
    machine.write(`packages/${name}.sh`, command(name));
    machine.write(`packages/${name}.service`, unit);
    machine.write(
      `packages/${name}.spec`,
      [
        `Name: ${name}\nVersion: 1.0\nRelease: 1\nSummary: A test\nLicense: MIT\nBuildArch: noarch`,
        // Stands for the base system, which no repository of Debian's has as rpm.
        name === 'hello-a' ? 'Provides: /bin/sh' : 'Requires: hello-a',
        `%description\nA test.\n%install\ninstall -D -m 755 ${top}/${name}.sh %{buildroot}/usr/bin/${name}`,
        `install -D -m 644 ${top}/${name}.service %{buildroot}/lib/systemd/system/${name}.service`,
        `%files\n/usr/bin/${name}\n/lib/systemd/system/${name}.service\n`,
      ].join('\n'),
    );
    execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${top}/build`, `${top}/${name}.spec`], {
      stdio: 'pipe',
    });
    mkdirSync(join(top, 'dnf'), { recursive: true });
    copyFileSync(`${top}/build/RPMS/noarch/${name}-1.0-1.noarch.rpm`, `${top}/dnf/${name}.rpm`);
  }
  execFileSync('createrepo_c', ['-q', join(top, 'dnf')]);
}

/** The same as deb files. */
function aptRepository(machine: Machine): void {
  const top = join(machine.out, 'packages');
  const entries = ['hello-a', 'hello-b'].map(name => {
    const control = `Package: ${name}\nVersion: 1.0\nArchitecture: all\nMaintainer: nobody\nDescription: A test\n${name === 'hello-b' ? 'Depends: hello-a\n' : ''}`;
    machine.write(`packages/${name}/DEBIAN/control`, control);
    machine.write(`packages/${name}/usr/bin/${name}`, command(name));
    machine.write(`packages/${name}/lib/systemd/system/${name}.service`, unit);
    execFileSync('chmod', ['755', join(top, name, 'usr/bin', name)]);
    mkdirSync(join(top, 'apt'), { recursive: true });
    const file = join(top, 'apt', `${name}.deb`);
    execFileSync('dpkg-deb', ['--root-owner-group', '-b', join(top, name), file], { stdio: 'pipe' });
    const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex');
    return `${control}Filename: ./${name}.deb\nSize: ${statSync(file).size}\nSHA256: ${sha256}\n`;
  });
  machine.write('packages/apt/Packages', entries.join('\n'));
}

const managers = [
  {
    name: 'dnf',
    repository: dnfRepository,
    files: {
      'etc/yum.repos.d/local.repo': '[local]\nname=local\nbaseurl=file:///out/packages/dnf\ngpgcheck=0\n',
      'etc/dnf/dnf.conf': '[main]\ninstall_weak_deps=False\n',
      'etc/dnf/vars/releasever': '2023\n',
    },
  },
  {
    name: 'apt-get',
    repository: aptRepository,
    files: {
      'etc/apt/sources.list': 'deb [trusted=yes] file:/out/packages/apt ./\n',
      'etc/apt/apt.conf.d/99test': 'APT::Sandbox::User "root";\n',
    },
  },
] as const;

const box = `
  type: c7i.large
  user: bench
  packages: [hello-b]
  services: [hello-a]
  setup: |
    hello-b > /opt/set-up
    id -un >> /opt/set-up`;

const stages = `  measure:
    run: |
      { hello-b; id -un; pwd; systemctl is-active hello-a; cat /opt/set-up; } > out.txt
    requires: [{ tool: hello-b }]
    produces: [out.txt]
`;

describe.each(managers)('a box is made what the campaign says by the real $name', ({ repository, files }) => {
  test('with packages and what they need, services, users and setup', async () => {
    using machine = new Machine();
    repository(machine);
    const { script } = await prepared(machine, campaign(stages, box));
    expect(await machine.boot({ userData: script.text, files })).toBe(true);
    const { keys, text, run } = stored(machine);
    expect(text('stages/measure/outputs/out.txt'), machine.output).toBe(
      'hello-b\nbench\n/opt/boot/engine\nactive\nhello-b\nroot\n',
    );
    expect([run().exitStatus, keys.includes('COMPLETE')]).toEqual([0, true]);
  });

  test('or nothing is run, the package that nobody has is named, and the power goes off', async () => {
    using machine = new Machine();
    repository(machine);
    const { script } = await prepared(
      machine,
      campaign(stages, box.replace('[hello-b]', '[hello-b, no-such-package]')),
    );
    expect(await machine.boot({ userData: script.text, files })).toBe(true);
    expect(machine.output).toContain("no-such-package: the machine's repositories do not have it");
    expect(stored(machine).run().exitStatus).toBe(3);
    expect(stored(machine).keys.filter(key => key.startsWith('stages/measure/outputs'))).toEqual([]);
  });
});
