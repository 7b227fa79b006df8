/** How it is said that the SDK has found no credentials anywhere: not that they are wrong, or have expired. */
export const noCredentials = 'no AWS credentials were found';
