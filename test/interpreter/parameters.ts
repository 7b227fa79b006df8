import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a stand-in for Parameter Store and Secrets Manager holds; `undefined` stands for access denied. */
export type Kept = Readonly<Record<string, string | undefined>>;

export interface Parameters extends AsyncDisposable {
  /** The variables that lead an `aws` command to it, and nowhere else. */
  readonly env: Readonly<Record<string, string>>;
  /** `operation name` of each request. */
  readonly asked: readonly string[];
}

/** Speaks their JSON protocol (`X-Amz-Target`, AWS JSON 1.1) on loopback, as far as a box asks. */
export async function parameters(kept: Kept): Promise<Parameters> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', bytes => {
      body += bytes;
    });
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']);
      const { Name, SecretId, WithDecryption } = JSON.parse(body);
      const name: string = Name ?? SecretId;
      asked.push(`${operation} ${name}`);
      const answer = (status: number, value: unknown) =>
        response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(value));
      const absent = operation.startsWith('AmazonSSM') ? 'ParameterNotFound' : 'ResourceNotFoundException';
      if (!(name in kept)) answer(400, { __type: absent, message: '' });
      else if (kept[name] === undefined)
        answer(400, { __type: 'AccessDeniedException', message: `no right to ${name}` });
      else if (operation === 'AmazonSSM.GetParameter' && WithDecryption === true)
        answer(200, { Parameter: { Name, Type: 'SecureString', Value: kept[name], Version: 1 } });
      else if (operation === 'secretsmanager.GetSecretValue')
        answer(200, { ARN: `arn:${name}`, Name: name, SecretString: kept[name] });
      else answer(400, { __type: 'InvalidAction', message: operation });
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    env: {
      AWS_ENDPOINT_URL_SSM: url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
