import type { Repository } from '../case.ts';

export const axios: Repository = {
  name: 'axios/axios',
  commit: '23a25af0688d1db2c396deb09229d2271cc24f6c',
  cases: [
    ['npm', 'whole', 'npm ci && npm test', 'ci.yml'],
    ['npm', 'whole', 'npm run test:mocha 2>&1 | tee mocha.log', 'of the script test'],
    ['npm', 'whole', 'npx mocha test/unit/adapters/http.js --timeout 60000 --exit', 'of test:mocha'],
    [
      'npm',
      'whole',
      "for i in $(seq 50); do npx mocha test/unit/adapters/http.js --grep 'timeout' --exit || exit 1; done",
      'of test:mocha',
    ],
    ['npm', 'whole', "npx c8 mocha 'test/unit/**/*.js' --timeout 30000 --exit", 'test:mocha with coverage'],
    ['npm', 'whole', 'npm run test:exports', 'of the script test'],
    ['word by word', 'whole', 'npm run test:karma', 'of the script test'],
    ['word by word', 'whole', 'npx karma start karma.conf.cjs --single-run', 'of test:karma'],
    ['lint', 'whole', 'npx eslint lib/**/*.js', 'of test:eslint'],
    ['word by word', 'whole', 'npx dtslint --localTs node_modules/typescript/lib', 'of test:dtslint'],
    ['word by word', 'none', 'npm run test:karma:firefox', 'CI has the default browser'],
    ['word by word', 'none', 'SAUCE_CHROME=1 SAUCE_FIREFOX=1 npm run test:karma', 'CI has the default browser'],
    ['npm', 'none', 'npm run build', 'no job does'],
    ['npm', 'none', 'npm run test:build:version', 'publish.yml only'],
    [
      'word by word',
      'none',
      'node ./sandbox/server.js & npx autocannon -c 100 -d 60 http://localhost:3000/',
      'nobody measures',
    ],
    ['word by word', 'none', 'npm audit --audit-level=high', 'no job does'],
  ],
};
