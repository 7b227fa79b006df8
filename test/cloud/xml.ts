import type { Output, OutputValue } from './call.ts';

/** The namespaces that the services write; none of our clients reads them. */
export const namespaces = {
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
} as const;

export type XmlService = keyof typeof namespaces;

/** A result as the service writes it: EC2 its members at once, STS and IAM within a Result and with their metadata after it. */
export function resultXml(service: XmlService, action: string, output: Output, requestId: string): string {
  const attribute = ` xmlns="${namespaces[service]}"`;
  if (service === 'ec2')
    return `${head}<${action}Response${attribute}>${members({ requestId, ...output }, 'item')}</${action}Response>`;
  const result = `<${action}Result>${members(output, 'member')}</${action}Result>`;
  return `<${action}Response${attribute}>${result}${members({ ResponseMetadata: { RequestId: requestId } }, 'member')}</${action}Response>`;
}

export function errorXml(
  service: XmlService,
  code: string,
  message: string,
  requestId: string,
  status: number,
): string {
  if (service === 'ec2')
    return `${head}<Response>${members({ Errors: { Error: { Code: code, Message: message } }, RequestID: requestId }, 'item')}</Response>`;
  const error = {
    Error: { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message },
    RequestId: requestId,
  };
  return `<ErrorResponse xmlns="${namespaces[service]}">${members(error, 'member')}</ErrorResponse>`;
}

const head = '<?xml version="1.0" encoding="UTF-8"?>\n';

function members(output: Output, item: string): string {
  return Object.entries(output)
    .map(([name, value]) => element(name, value, item))
    .join('');
}

function element(name: string, value: OutputValue, item: string): string {
  if (value === undefined) return '';
  if (typeof value !== 'object') return `<${name}>${escaped(String(value))}</${name}>`;
  if (Array.isArray(value)) return `<${name}>${value.map(each => element(item, each, item)).join('')}</${name}>`;
  return `<${name}>${members(value as Output, item)}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, character => `&#${character.charCodeAt(0)};`);
}
