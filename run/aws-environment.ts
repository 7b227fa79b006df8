/** Makes of the environment what the SDK understands as the AWS CLI does. To be called before a client is made. */
export function settleAwsEnvironment(): void {
  // The SDK is the one that this release was built with: what it says of its own later versions is nothing for a user.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  // An empty one is none for the CLI; the SDK takes it for a region without a name.
  if (process.env.AWS_REGION === '') delete process.env.AWS_REGION;
}
